using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Kernels.Convolution;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX AveragePool: the mean of each window, over the elements inside the image or, with count_include_pad, over the padded window.
/// </summary>
internal sealed class AveragePool : PoolOperator, IDifferentiable
{
    private static readonly unsafe IReadOnlyList<ElementType> Types = ElementKernels.With(kernels => kernels.AveragePool != null);

    public override string Name => "AveragePool";

    public override string Limits => "1 to 3 spatial axes; auto_pad, ceil_mode, count_include_pad, dilations";

    // Padding may count as zeros.
    public override Interval Range(RangeContext context) => context.Input(0).Or(new Interval(0, 0));

    public override bool Accepts(int input, ElementType type) => Types.Contains(type);

    // The pool's own padding, if any, must count as zeros, and ceil_mode must be off, because windows that reach beyond the padding count
    // fewer elements. The total padding must be narrower than the window, as for any pool.
    public override NodeAttributes? WithPadding(Node node, SpatialPadding padding)
    {
        int axes = padding.Axes;
        if (SlidingWindow.ExplicitPads(node, axes) is not { } own || node.Attributes.Ints("kernel_shape") is not { } kernel
            || kernel.Length != axes)
            return null;
        bool counts = own.All(p => p == 0) || node.Attributes.Int("count_include_pad", 0) != 0;
        bool narrow = Enumerable.Range(0, axes).All(i =>
            own[i] + padding.Begin[i] < kernel[i] && own[i + axes] + padding.End[i] < kernel[i]);
        return counts && narrow && node.Attributes.Int("ceil_mode", 0) == 0
            ? SlidingWindow.WithPads(node, own, padding).With("count_include_pad", 1L)
            : null;
    }

    public override CellExplanation? Explain(CellContext context)
    {
        WindowCells window = Cells(context);
        CellTerm[] terms = [.. Enumerable.Range(0, window.Taps.Slices).Select(slice => window.Term(context.Index[1], slice))];
        double[] sums = [.. terms.Select(term => term.Values.Sum(row => row.Sum(value => value ?? 0)))];
        bool padded = context.Node.Attributes.Int("count_include_pad", 0) != 0;
        int count = padded ? window.CountPadded() : terms.Sum(term => term.Values.Sum(row => row.Count(value => value is not null)));
        return context.Sum(
            $"The mean of the window of {window.Size}: the sum divided by {count}, the number of its values" +
            $"{(padded ? ", padding included" : Padding(terms))}.",
            sums, slice => terms[slice] with { Sum = sums[slice] }, bias: null, total => total / count) with
        { Kind = ExplanationKind.Mean };

        static string Padding(CellTerm[] terms) =>
            terms.Any(term => term.Values.Any(row => row.Contains(null))) ? "; padding does not count" : "";
    }

    protected override void Emit(LoweringContext context, ConvolutionShape shape, SlidingWindow window, View input, View output)
    {
        bool counts = context.Node.Attributes.Int("count_include_pad", 0) != 0;
        context.Emit(new PoolingStep(
            shape, counts ? PoolingKind.AverageWithPadding : PoolingKind.Average, window.PadEnd, input, output));
    }

    public override Node? OnIntegers(IntegerIsland island) => BytePool.Of(island, new QLinearAveragePool());

    public void Differentiate(GradientContext context) => PoolGradient.OfMean(
        context, Window(context.Node, context.Input(0).Shape.Dimensions!),
        context.Node.Attributes.Int("count_include_pad", 0) != 0);
}
