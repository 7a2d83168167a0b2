using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Operators.Support;

/// <summary>The scale or shift of a normalisation over the last axes: one value per normalised element.</summary>
internal static class NormalizedRow
{
    /// <summary>
    /// The row of a parameter that broadcasts to the normalised axes. One that must be repeated is repeated in every run.
    /// </summary>
    /// <exception cref="UnsupportedModelException">The parameter does not broadcast to the normalised axes.</exception>
    public static PlanBuffer Of(LoweringContext context, Value parameter, Shape normalized)
    {
        int columns = (int)normalized.ElementCount;
        var packing = new RowPacking(1, columns, columns);
        Shape shape = parameter.KnownShape;
        if (shape.ElementCount == columns)
            return context.Packed(parameter, packing);
        int lead = Math.Max(0, shape.Rank - normalized.Rank);
        var inner = new Shape([.. shape.Skip(lead)]);
        if (shape.Take(lead).Any(extent => extent != 1)
            || !inner.Zip(normalized.TakeLast(inner.Rank)).All(e => e.First == 1 || e.First == e.Second))
            throw context.Node.Unsupported(
                $"'{parameter.Name}' has the shape {shape}; supported are shapes that broadcast to {normalized}");
        View view = context.AsPlain(context.ViewOf(parameter)).TryReshape(inner)!;
        return context.Packed(view.Expand(normalized), packing, parameter.Name);
    }
}
