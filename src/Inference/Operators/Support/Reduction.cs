using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;
using Fovea.Kernels.Reductions;

namespace Fovea.Inference.Operators.Support;

/// <summary>Shape inference and lowering of all reductions.</summary>
internal static class Reduction
{
    /// <summary>
    /// The reduced axes of a node: the attribute axes, or (since opset 18, for ReduceSum 13) the second input; all axes if neither is
    /// given.
    /// </summary>
    /// <exception cref="UnsupportedModelException">The axes are not known.</exception>
    public static int[] Axes(ShapeContext context, int rank) =>
        KnownAxes(context, rank) ?? throw context.Node.Unsupported("its axes are computed by the graph from data");

    /// <summary>The same; null if the graph computes them.</summary>
    public static int[]? KnownAxes(ShapeContext context, int rank)
    {
        long[]? axes = context.Attributes.Ints("axes");
        if (axes is null && context.Node.Input(1) is not null && (axes = context.Integers(1)) is null)
            return null;
        if (axes is null || axes.Length == 0)
            return context.Attributes.Int("noop_with_empty_axes", 0) != 0 ? [] : [.. Enumerable.Range(0, rank)];
        return [.. axes.Select(a => context.Axis(a, rank)).Distinct().Order()];
    }

    /// <summary>The number of elements that become one; null if it is not known.</summary>
    public static long? Count(Node node)
    {
        if (node.Required(0).Shape.Dimensions is not { } x || KnownAxes(new ShapeContext(node), x.Count) is not { } axes
            || axes.Any(axis => !x[axis].IsKnown))
            return null;
        return Extents.Product(axes.Select(axis => x[axis].Value!.Value));
    }

    /// <summary>
    /// The bound of a result that is at least a factor times each of the elements it was made of; null if axes are unknown.
    /// </summary>
    public static RelativeBound? Bound(Node node, double factor)
    {
        Value x = node.Required(0);
        var context = new ShapeContext(node);
        if (x.Shape.Rank < 0 || KnownAxes(context, x.Shape.Rank) is not { } axes)
            return null;
        IEnumerable<int> result = Enumerable.Range(0, x.Shape.Rank).Select(i => axes.Contains(i) ? -1 : i);
        return new RelativeBound(x, factor, [.. Keeps(context) ? result : result.Where(axis => axis >= 0)]);
    }

    public static void Infer(ShapeContext context)
    {
        if (context.Dimensions(0) is not { } x)
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        bool keep = Keeps(context);
        if (KnownAxes(context, x.Count) is not { } axes)
        {
            context.Set(0, context.Type(0), keep ? [.. x.Select(_ => Dimension.Unknown)] : null);
            return;
        }

        context.Set(0, context.Type(0), [.. x.Select((d, i) => axes.Contains(i) ? 1 : d).Where((_, i) => keep || !axes.Contains(i))]);
    }

    private static bool Keeps(ShapeContext context) => context.Attributes.Int("keepdims", 1) != 0;

    /// <summary>
    /// Emits the reduction over these axes. The input is read in place if the reduced axes are contiguous (a reduction along rows), or, for
    /// sums and extremes of floats, if the kept axes are contiguous and the reduced ones evenly spaced (down columns, such as a spatial
    /// mean in channels-last order); else it is copied once.
    /// </summary>
    public static void Lower(LoweringContext context, ReductionKind kind, int[] axes)
    {
        View x = context.Input(0);
        Shape shape = x.Shape;
        if (axes.Length == 0 && kind <= ReductionKind.Prod)
        {
            context.Alias(x);
            return;
        }

        int[] kept = [.. Enumerable.Range(0, shape.Rank).Except(axes)];
        long reduced = axes.Aggregate(1L, (n, a) => n * shape[a]);
        long keptCount = kept.Aggregate(1L, (n, a) => n * shape[a]);
        if (kind <= ReductionKind.Min && x.Type == ElementType.Float32 && shape.ElementCount > 0 && x.IsChannelsLast
            && shape.Rank >= 3 && kept.SequenceEqual([0, 1]))
        {
            View pixels = context.PlainOutput();
            context.Emit(new ReductionStep(
                kind, x, pixels, alongRows: false, matrices: shape[0], matrixStride: reduced * x.PixelStride, rows: reduced,
                rowStride: x.PixelStride, columns: shape[1]));
            return;
        }

        View ordered = x.Permute([.. kept, .. axes]);
        ordered = context.AsPlain(ordered);
        View output = context.PlainOutput();
        context.Emit(new ReductionStep(
            kind, ordered, output, alongRows: true, matrices: 1, matrixStride: 0, rows: keptCount, rowStride: reduced, columns: reduced));
    }
}
