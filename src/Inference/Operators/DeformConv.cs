using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;
using Fovea.Inference.Weights;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Sampling;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX DeformConv: a convolution whose taps are moved by offsets and multiplied by a mask. Samples are gathered first; what remains is a
/// product with the weights.
/// </summary>
internal sealed class DeformConv : Operator, ILowering
{
    public override string Name => "DeformConv";

    public override int Since => 19;

    public override string Limits => "2 spatial axes";

    public override (int Min, int Max) Inputs => (3, 5);

    public override bool Accepts(int input, ElementType type) => type == ElementType.Float32;

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        if (context.Dimensions(0) is not { } x || context.Dimensions(1) is not { } w)
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        if (x.Count != 4 || w.Count != 4)
            throw node.Unsupported($"has inputs of rank {x.Count} and {w.Count}; supported is rank 4");
        context.RequireElements(0, 1);
        long groups = Conv.Groups(node);
        if (x[1].Value is { } channels && (channels % OffsetGroups(node) != 0
            || (w[1].Value is { } depth && channels != Extents.Multiply(depth, groups))))
            throw node.Invalid($"the input has {channels} channels; weights of {w[1]} in {groups} groups do not take them");
        if (w[0].Value is { } filters && filters % groups != 0)
            throw node.Invalid($"{filters} filters do not divide into {groups} groups");
        if (!SlidingWindow.IsKnown(node, w))
        {
            context.Set(0, context.Type(0), [x[0], w[0], Dimension.Unknown, Dimension.Unknown]);
            return;
        }

        SlidingWindow window = SlidingWindow.Read(node, [.. x.Skip(2)], [.. w.Skip(2)]);
        Dimension[] y = [x[0], w[0], .. x.Skip(2).Select((d, i) => window.Output(node, i, d))];
        long taps = (long)window.Kernel[0] * window.Kernel[1] * OffsetGroups(node);
        CheckShape(context, 2, [x[0], 2 * taps, y[2], y[3]]);
        if (node.Input(4) is not null)
            CheckShape(context, 4, [x[0], taps, y[2], y[3]]);
        context.Set(0, context.Type(0), y);
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override long? MultiplyAdds(Node node)
    {
        Shape weights = node.Required(1).KnownShape;
        return node.Outputs[0].KnownShape.ElementCount * (weights.ElementCount / Math.Max(1, weights[0]));
    }

    public override bool KeepsImagesApart(Node node) =>
        node.Required(1).Constant is not null && node.Input(3) is null or { Constant: not null };

    public void Lower(LoweringContext context)
    {
        Node node = context.Node;
        View x = context.Plain(0);
        Shape weights = node.Required(1).KnownShape;
        Shape shape = context.OutputShape();
        SlidingWindow window = SlidingWindow.Read(
            node, [.. x.Shape.Skip(2).Select(d => (Dimension)d)], [.. weights.Skip(2).Select(d => (Dimension)d)]);
        ConvolutionShape geometry = WindowGeometry.Shape(window, x.Shape, shape, 1, 1, 1, 0);
        long[] sampled = [shape[0], Extents.Multiply(x.Shape[1], geometry.Taps), shape[2], shape[3]];
        Extents.Check(sampled);
        View samples = LoweringContext.NewChannelsLast(new Shape(sampled), ElementType.Float32);
        EmitSamples(context, x, geometry, samples);
        int groups = (int)Conv.Groups(node);
        View output = context.ChannelsLastOutput();
        // Each sample is a channel of a convolution of one tap.
        var product = new ConvolutionShape
        {
            Batch = geometry.Batch,
            InputHeight = geometry.OutputHeight,
            InputWidth = geometry.OutputWidth,
            InputChannels = Extents.ToKernelInt(sampled[1], "samples per pixel"),
            OutputHeight = geometry.OutputHeight,
            OutputWidth = geometry.OutputWidth,
            OutputChannels = geometry.OutputChannels,
            Groups = groups,
            KernelHeight = 1,
            KernelWidth = 1,
            InputPixelStride = samples.PixelStride,
            OutputPixelStride = output.PixelStride,
        };
        var packing = new ConvolutionPacking(
            groups, product.GroupOutputChannels, product.GroupInputChannels, 1, context.Kernels.Lanes);
        PlanBuffer bias = context.Row(node.Input(3), new RowPacking(groups, product.GroupOutputChannels, packing.Layout.PackedColumns));
        context.Emit(new DenseConvolutionStep(
            product, packing.Layout, samples, output, null, context.Packed(node.Required(1), packing), bias,
            context.Zeros(DenseConvolution.ZeroFloats(product)), null, context.Kernels.Processor));
    }

    private static unsafe void EmitSamples(LoweringContext context, View x, ConvolutionShape geometry, View samples)
    {
        View offsets = context.Plain(2);
        View? mask = context.Node.Input(4) is null ? null : context.Plain(4);
        int groups = (int)OffsetGroups(context.Node);
        context.Emit(new RowsStep(
            $"deformed samples {WindowText.Of(geometry)}", mask is null ? [x, offsets] : [x, offsets, mask], [samples],
            geometry.OutputPixels, samples.Shape.ElementCount * 10.0,
            (in RunContext run, long first, long last) =>
            {
                var arguments = new DeformableArguments
                {
                    X = run.Elements<float>(x),
                    Offsets = run.Elements<float>(offsets),
                    Mask = mask is null ? null : run.Elements<float>(mask),
                    Samples = run.Elements<float>(samples),
                    OffsetGroups = groups,
                    Shape = geometry,
                };
                run.Kernels.Float32.Deformable(in arguments, first, last);
            }));
    }

    private static void CheckShape(ShapeContext context, int input, Dimension[] expected)
    {
        if (context.Dimensions(input) is { } found && (found.Count != 4
            || found.Zip(expected).Any(d => d.First.IsKnown && d.Second.IsKnown && d.First != d.Second)))
            throw context.Node.Invalid($"input {input} has the shape {context.Shape(input)}; expected [{string.Join(',', expected)}]");
    }

    private static long OffsetGroups(Node node)
    {
        long groups = node.Attributes.Int("offset_group", 1);
        return groups is >= 1 and <= 1 << 20 ? groups : throw node.Invalid($"offset_group is {groups}; expected at least 1");
    }
}
