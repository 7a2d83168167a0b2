using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Inference.Weights;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Gemm;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX Conv: cross-correlation of each channel group with a bank of kernels, with stride, padding, dilation and groups, over one to
/// three spatial axes. Weights have the shape [M, C / groups, (kD, kH,) kW].
/// </summary>
internal sealed class Conv : Operator, ILowering, IDifferentiable
{
    public override string Name => "Conv";

    public override string Limits => "1 to 3 spatial axes; groups, dilations, auto_pad, any pads";

    public override (int Min, int Max) Inputs => (2, 3);

    public override bool Accepts(int input, ElementType type) => type == ElementType.Float32;

    public override void Infer(ShapeContext context) => ConvolutionRules.Infer(context, 1, 2, context.Type(0));

    public override WindowRule Window(Node node) => ConvolutionRules.Window(node, 1).ToRule(WindowKind.Sliding, (int)Groups(node));

    public override AxisRead[]? Reads(Node node, int output, int input) =>
        input == 0 ? ConvolutionRules.Reads(node, 1) : null;

    public override CellExplanation? Explain(CellContext context) => ConvolutionCells.Explain(
        context, 1, context.Node.Input(2) is null ? null : context.Operand(2)[context.Index[1]]);

    public override long? MultiplyAdds(Node node) => ConvolutionRules.MultiplyAdds(node, 1);

    public override bool KeepsImagesApart(Node node) => HasConstantOperands(node);

    /// <summary>Whether weights and bias are the same for all images.</summary>
    public static bool HasConstantOperands(Node node) => node.Required(1).Constant is not null && ConvolutionBias.IsConstant(node);

    public override bool TakesActivation(Node node, Activation function) => true;

    public override bool TakesResidual(Node node) => true;

    public override ScaleFolding? ScaleFolding(Node node) =>
        ConvolutionBias.IsConstant(node) && node.Required(1).Constant is { ElementType: ElementType.Float32 } weights
        ? new ScaleFolding(1, 2, ChannelLayout.Outermost(weights.Shape))
        : null;

    public override Node? OnIntegers(IntegerIsland island) =>
        IntegerProduct.Operands(island, 0, out QuantizedValue? x, out QuantizedValue? w) is { } operands
        && IntegerProduct.TryBias(island, 2, x!, w!, out Value? bias)
            ? island.Replacement(
                new QLinearConv(), 10, island.Node.Attributes, [.. operands, island.Output.Scale, island.OutputZero, bias])
            : null;

    public override NodeAttributes? WithPadding(Node node, SpatialPadding padding) =>
        SlidingWindow.ExplicitPads(node, padding.Axes) is { } own ? SlidingWindow.WithPads(node, own, padding) : null;

    public void Differentiate(GradientContext context)
    {
        if (context.Wants(1) || context.Wants(2))
            throw context.NoRule("with respect to weights that the graph computes");
        context.Set(0, ConvolutionGradient.OfInput(
            context, context.Gradient(), context.Input(1), ConvolutionRules.Window(context.Node, 1), Groups(context.Node)));
    }

    public void Lower(LoweringContext context)
    {
        Node node = context.Node;
        Value weights = node.Required(1);
        SlidingWindow window = ConvolutionRules.Window(node, 1);
        bool narrow = NarrowInput.IsWorthwhile(weights.KnownShape, (int)Groups(node), window);
        View input = narrow ? NarrowInput.PadColumns(context, window) : context.ChannelsLast(0);
        View? residual = node.ResidualInput >= 0 ? context.ChannelsLast(node.ResidualInput) : null;
        View output = context.ChannelsLastOutput();
        ConvolutionShape shape = WindowGeometry.Shape(
            window, input.Shape, output.Shape, (int)Groups(node), input.PixelStride, output.PixelStride, residual?.PixelStride ?? 0);
        if (narrow)
            shape = shape with { PadLeft = 0 };
        if (shape.GroupInputChannels == 1 && shape.GroupOutputChannels == 1 && shape.Groups > 1)
            EmitDepthwise(context, shape, weights, input, output, residual);
        else if (weights.Constant is null || !WinogradConv.TryEmit(context, shape, weights, input, output, residual))
            EmitDense(context, shape, weights, input, output, residual);
    }

    public static long Groups(Node node) => ConvolutionRules.Groups(node);

    private static void EmitDense(
        LoweringContext context, ConvolutionShape shape, Value weights, View input, View output, View? residual)
    {
        var packing = new ConvolutionPacking(
            shape.Groups, shape.GroupOutputChannels, shape.GroupInputChannels, shape.Taps, context.Kernels.Lanes);
        PanelLayout layout = packing.Layout;
        PlanBuffer packed = context.Packed(weights, packing);
        PlanBuffer bias = ConvolutionBias.Grouped(context, shape.Groups, shape.GroupOutputChannels, layout.PackedColumns);
        context.Emit(new DenseConvolutionStep(
            shape, layout, input, output, residual, packed, bias, context.Zeros(DenseConvolution.ZeroFloats(shape)),
            context.Node.Activation, context.Kernels.Processor));
    }

    private static void EmitDepthwise(
        LoweringContext context, ConvolutionShape shape, Value weights, View input, View output, View? residual)
    {
        var packing = new DepthwisePacking(
            shape.OutputChannels, shape.Taps, context.Kernels.ForChannels(shape.OutputChannels).Lanes);
        PlanBuffer packed = context.Packed(weights, packing);
        PlanBuffer bias = ConvolutionBias.Grouped(context, 1, shape.OutputChannels, packing.Stride);
        context.Emit(new DepthwiseStep(shape, input, output, residual, packed, packing.Stride, bias, context.Node.Activation));
    }
}
