using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;
using Fovea.Inference.Weights;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Gemm;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX Conv: cross-correlation of each channel group with a bank of kernels, with stride, padding, dilation and groups, over one to
/// three spatial axes. Weights have the shape [M, C / groups, (kD, kH,) kW].
/// </summary>
internal sealed class Conv : Operator, ILowering
{
    public override string Name => "Conv";

    public override (int Min, int Max) Inputs => (2, 3);

    public override bool Accepts(int input, ElementType type) => type == ElementType.Float32;

    public override void Infer(ShapeContext context)
    {
        if (context.Dimensions(0) is not { } x || context.Dimensions(1) is not { } w)
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        Node node = context.Node;
        if (x.Count < 3 || w.Count != x.Count)
            throw node.Invalid($"the input has rank {x.Count} and the weights rank {w.Count}; expected the same rank of at least 3");
        context.RequireElements(0, 1);
        long groups = Groups(node);
        if (x[1].Value is { } channels && w[1].Value is { } depth && channels != Extents.Multiply(depth, groups))
            throw node.Invalid($"the input has {channels} channels; weights of {depth} channels in {groups} groups take {depth * groups}");
        if (w[0].Value is { } filters && filters % groups != 0)
            throw node.Invalid($"{filters} filters do not divide into {groups} groups");
        if (node.Input(2)?.Shape.Dimensions is { } bias && (bias.Count != 1 || (bias[0].IsKnown && w[0].IsKnown && bias[0] != w[0])))
            throw node.Invalid($"the bias has the shape {node.Input(2)!.Shape}; expected [{w[0]}]");
        SlidingWindow window = Window(node, x, w);
        context.Set(0, context.Type(0), [x[0], w[0], .. x.Skip(2).Select((d, i) => window.Output(node, i, d))]);
    }

    public override WindowRule Window(Node node) =>
        Window(node, node.Required(0).Shape.Dimensions!, node.Required(1).Shape.Dimensions!).ToRule(WindowKind.Sliding, (int)Groups(node));

    public override long? MultiplyAdds(Node node)
    {
        Shape weights = node.Required(1).KnownShape;
        return node.Outputs[0].KnownShape.ElementCount * (weights.ElementCount / weights[0]);
    }

    public override bool KeepsImagesApart(Node node) => HasConstantOperands(node);

    /// <summary>Whether weights and bias are the same for all images.</summary>
    public static bool HasConstantOperands(Node node) => node.Required(1).Constant is not null && ConvolutionBias.IsConstant(node);

    public override bool TakesActivation(Node node, Activation function) => true;

    public override bool TakesResidual(Node node) => true;

    public override ScaleFolding? ScaleFolding(Node node) =>
        ConvolutionBias.IsConstant(node) && node.Required(1).Constant is { ElementType: ElementType.Float32 } weights
        ? new ScaleFolding(1, 2, ChannelLayout.Outermost(weights.Shape))
        : null;

    public override NodeAttributes? WithPadding(Node node, SpatialPadding padding) =>
        SlidingWindow.ExplicitPads(node, padding.Axes) is { } own ? SlidingWindow.WithPads(node, own, padding) : null;

    public void Lower(LoweringContext context)
    {
        Node node = context.Node;
        Value weights = node.Required(1);
        SlidingWindow window = Window(node, node.Required(0).Shape.Dimensions!, node.Required(1).Shape.Dimensions!);
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

    public static long Groups(Node node)
    {
        long groups = node.Attributes.Int("group", 1);
        return groups is >= 1 and <= int.MaxValue ? groups : throw node.Invalid($"group is {groups}; expected at least 1");
    }

    private static SlidingWindow Window(Node node, IReadOnlyList<Dimension> x, IReadOnlyList<Dimension> w) =>
        SlidingWindow.Read(node, [.. x.Skip(2)], [.. w.Skip(2)]);

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
            context.Node.Activation));
    }

    private static void EmitDepthwise(
        LoweringContext context, ConvolutionShape shape, Value weights, View input, View output, View? residual)
    {
        var packing = new DepthwisePacking(shape.OutputChannels, shape.Taps, context.Kernels.Lanes);
        PlanBuffer packed = context.Packed(weights, packing);
        PlanBuffer bias = ConvolutionBias.Grouped(context, 1, shape.OutputChannels, packing.Stride);
        context.Emit(new DepthwiseStep(shape, input, output, residual, packed, packing.Stride, bias, context.Node.Activation));
    }
}
