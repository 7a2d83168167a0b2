using System.Globalization;
using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>ONNX LRN: local response normalisation across channels (Krizhevsky, Sutskever, Hinton, 2012).</summary>
internal sealed class LRN : Operator, ILowering, IDifferentiable
{
    public override string Name => "LRN";

    public override string Limits => "across channels; 1 to 3 spatial axes";

    public override bool Accepts(int input, ElementType type) => type == ElementType.Float32;

    public override void Infer(ShapeContext context)
    {
        long size = context.Attributes.Int("size", 0);
        if (size is < 1 or > 1 << 16)
            throw context.Node.Invalid($"size is {size}; expected at least 1");
        context.SameAsInput();
    }

    public override AxisRead[]? Reads(Node node, int output, int input)
    {
        int size = (int)Math.Clamp(node.Attributes.Int("size", 1), 1, int.MaxValue);
        AxisRead[] axes = AxisRead.SameAxes(node.Required(0).KnownShape.Rank);
        axes[1] = AxisRead.Window(1, size, 1, 1, (size - 1) / 2);
        return axes;
    }

    public override CellExplanation? Explain(CellContext context)
    {
        NodeAttributes attributes = context.Node.Attributes;
        float alpha = attributes.Float("alpha", 1e-4f);
        float beta = attributes.Float("beta", 0.75f);
        float bias = attributes.Float("bias", 1f);
        long size = attributes.Int("size", 1);
        if (context.Cells(0) is not { } cells)
            return null;
        double squares = cells.Sum(cell => Math.Pow(context.Operand(0).At(cell), 2));
        return context.Function(
            string.Create(
                CultureInfo.InvariantCulture,
                $"x / (bias + alpha / size * squares)^beta, with bias {bias}, alpha {alpha}, size {size}, beta {beta} and the sum " +
                $"{(float)squares} of the squares of {cells.Count} neighbouring channels."),
            [.. cells.Take(CellExplanation.MostTerms).Select(cell => context.One(0, cell, adds: false))],
            context.Operand(0).At(context.Index) / Math.Pow(bias + (alpha / size * squares), beta));
    }

    public override bool KeepsImagesApart(Node node) => true;

    // With d = bias + alpha / n sum(x^2) and y = x / d^beta: dy / d^beta - 2 alpha beta / n x sum(dy y / d), the second sum over the
    // channels whose sums x is part of.
    public void Differentiate(GradientContext context)
    {
        NodeAttributes attributes = context.Node.Attributes;
        long size = attributes.Int("size", 1);
        float alpha = attributes.Float("alpha", 1e-4f), beta = attributes.Float("beta", 0.75f);
        (Value x, Value y, Value dy) = (context.Input(0), context.Output(), context.Gradient());
        Value squares = Sums(context, context.Multiply(x, x), size, transposed: false);
        Value d = context.Add(context.Scale(squares, alpha / size), context.Number(attributes.Float("bias", 1f)));
        Value own = context.Multiply(dy, context.Apply(o => o.Pow, [d, context.Number(-beta)]));
        Value others = Sums(context, context.Divide(context.Multiply(dy, y), d), size, transposed: true);
        context.Set(0, context.Subtract(own, context.Scale(context.Multiply(x, others), 2 * alpha * beta / size)));
    }

    // Sums over neighbouring channels, as a convolution of 1x1 with ones near the diagonal.
    private static Value Sums(GradientContext context, Value value, long size, bool transposed)
    {
        Shape x = context.InputShape(0);
        int channels = (int)x[1];
        var band = new Tensor(ElementType.Float32, new Shape([channels, channels, .. Enumerable.Repeat(1L, x.Rank - 2)]));
        Span<float> weights = band.Span<float>();
        for (int i = 0; i < channels; i++)
        {
            for (int j = 0; j < channels; j++)
            {
                int offset = transposed ? i - j : j - i;
                weights[(i * channels) + j] = offset >= -((size - 1) / 2) && offset <= size / 2 ? 1 : 0;
            }
        }

        return context.Apply(o => o.Conv, [value, context.Constant(new MemoryConstant(band))]);
    }

    public void Lower(LoweringContext context)
    {
        NodeAttributes attributes = context.Node.Attributes;
        View input = context.ChannelsLast(0);
        Extents.ToKernelInt(input.Shape[1], "channels");
        context.Emit(new LocalResponseStep(
            context.Kernels, input, context.ChannelsLastOutput(), (int)attributes.Int("size", 1),
            attributes.Float("alpha", 1e-4f), attributes.Float("beta", 0.75f), attributes.Float("bias", 1f)));
    }
}
