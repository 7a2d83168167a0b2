using System.Diagnostics.CodeAnalysis;

namespace Fovea.Inference;

/// <summary>One caller's rows of axis 0 in a run that several callers share.</summary>
/// <param name="Inputs">The caller's tensors, one per input of the plan; the shapes are the plan's except for the extent of axis 0.</param>
/// <param name="Outputs">The caller's tensors, one per output of the plan, with shapes as for the inputs; the rows are overwritten.</param>
/// <param name="First">The first row of the part in each tensor.</param>
/// <param name="Rows">The number of rows of the part; at least 1.</param>
public readonly record struct RunPart(IReadOnlyList<Tensor> Inputs, IReadOnlyList<Tensor> Outputs, int First, int Rows)
{
    internal static void Check(
        ReadOnlySpan<RunPart> parts, IReadOnlyList<PlanValue> inputs, IReadOnlyList<PlanValue> outputs, long planRows, ErrorContext model)
    {
        long rows = 0;
        foreach (RunPart part in parts)
        {
            part.Check(part.Inputs, inputs, "input", planRows, model);
            part.Check(part.Outputs, outputs, "output", planRows, model);
            rows += part.Rows;
        }

        if (rows != planRows)
            throw new InvalidInputException($"the parts have {rows} rows; the plan runs {planRows}.") { Context = model };
    }

    private void Check(IReadOnlyList<Tensor> tensors, IReadOnlyList<PlanValue> values, string what, long planRows, ErrorContext model)
    {
        if (tensors.Count != values.Count)
            throw new InvalidInputException($"{tensors.Count} {what} tensors given; the plan has {values.Count}.") { Context = model };
        for (int i = 0; i < values.Count; i++)
        {
            Shape shape = tensors[i].Shape;
            Shape planned = values[i].Shape;
            bool fits = tensors[i].ElementType == values[i].ElementType && planned.Rank > 0 && shape.Rank == planned.Rank
                && planned[0] == planRows
                && shape.Dimensions[1..].SequenceEqual(planned.Dimensions[1..])
                && First >= 0 && Rows >= 1 && (long)First + Rows <= shape[0];
            if (!fits)
                ThrowMismatch(tensors[i], values[i], what, model);
        }
    }

    [DoesNotReturn]
    private void ThrowMismatch(Tensor tensor, PlanValue value, string what, ErrorContext model) =>
        throw new InvalidInputException(
            $"rows {First} to {(long)First + Rows - 1} of {tensor} do not fit the {what} '{value.Name}', which takes " +
            $"{value.ElementType}{value.Shape}.")
        {
            Context = model,
        };
}
