using Fovea.Inference.Gradients;
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
/// ONNX ConvTranspose: each input element adds its scaled kernel to the output. Computed per output element, which gathers the taps that
/// contribute to it. Weights have the shape [C, M / groups, (kD, kH,) kW].
/// </summary>
internal sealed class ConvTranspose : Operator, ILowering, IDifferentiable
{
    public override string Name => "ConvTranspose";

    public override string Limits => "1 to 3 spatial axes; output_padding, output_shape, auto_pad";

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
        long groups = Conv.Groups(node);
        if (x[1].IsKnown && w[0].IsKnown && x[1] != w[0])
            throw node.Invalid($"the input has {x[1]} channels; the weights take {w[0]}");
        if (w[0].Value is { } channels && channels % groups != 0)
            throw node.Invalid($"{channels} channels do not divide into {groups} groups");
        Dimension[] extents = SlidingWindow.IsKnown(node, w) ? Window(node, x, w).Extents : new Dimension[x.Count - 2];
        Dimension filters = w[1].Value is { } perGroup ? Extents.Multiply(perGroup, groups) : Dimension.Unknown;
        if (node.Input(2)?.Shape.Dimensions is { } bias && (bias.Count != 1 || (bias[0].IsKnown && filters.IsKnown && bias[0] != filters)))
            throw node.Invalid($"the bias has the shape {node.Input(2)!.Shape}; expected [{filters}]");
        context.Set(0, context.Type(0), [x[0], filters, .. extents]);
    }

    public override WindowRule Window(Node node) =>
        Window(
            node, node.Required(0).Shape.Dimensions!,
            node.Required(1).Shape.Dimensions!).Window.ToRule(WindowKind.Transposed, (int)Conv.Groups(node));

    public override int FilterAxis(Node node) => 1;

    public override AxisRead[]? Reads(Node node, int output, int input)
    {
        if (input != 0)
            return null;
        Shape x = node.Required(0).KnownShape;
        long groups = Conv.Groups(node);
        (SlidingWindow window, _) = Window(node, node.Required(0).Shape.Dimensions!, node.Required(1).Shape.Dimensions!);
        AxisRead channels = groups == 1 ? AxisRead.All : AxisRead.Blocks(1, node.Outputs[0].KnownShape[1] / groups, x[1] / groups);
        return
        [
            AxisRead.Same(0), channels,
            .. window.Kernel.Select((kernel, i) =>
                AxisRead.Transposed(i + 2, kernel, window.Stride[i], window.Dilation[i], window.PadBegin[i])),
        ];
    }

    public override CellExplanation? Explain(CellContext context)
    {
        Node node = context.Node;
        CellOperand x = context.Operand(0);
        CellOperand w = context.Operand(1);
        (SlidingWindow window, _) = Window(node, node.Required(0).Shape.Dimensions!, node.Required(1).Shape.Dimensions!);
        return TransposedCells.Explain(context, x, w, window, (int)Conv.Groups(node), node.Input(2) is null ? null : context.Operand(2));
    }

    public override long? MultiplyAdds(Node node)
    {
        Shape weights = node.Required(1).KnownShape;
        return node.Required(0).KnownShape.ElementCount * (weights.ElementCount / Math.Max(1, weights[0]));
    }

    public override bool KeepsImagesApart(Node node) => Conv.HasConstantOperands(node);

    public override bool TakesActivation(Node node, Activation function) => true;

    public override ScaleFolding? ScaleFolding(Node node) =>
        ConvolutionBias.IsConstant(node) && node.Required(1).Constant is { ElementType: ElementType.Float32 } weights
        ? new ScaleFolding(1, 2, ChannelLayout.Grouped(weights.Shape, Conv.Groups(node)))
        : null;

    // What an input element adds to outputs comes back from them: the convolution of the gradient with the same weights.
    public void Differentiate(GradientContext context)
    {
        Node node = context.Node;
        if (context.Wants(1) || context.Wants(2))
            throw context.NoRule("with respect to weights that the graph computes");
        (SlidingWindow window, _) = Window(node, node.Required(0).Shape.Dimensions!, node.Required(1).Shape.Dimensions!);
        long[] ends = [.. window.PadEnd.Select(end => (long)end)];
        for (int i = 0; i < ends.Length; i++)
        {
            // Outputs behind the last window, of output_padding, are read by none.
            long reached = ((context.InputShape(0)[i + 2] - 1) * window.Stride[i]) + window.Reach(i) - window.PadBegin[i];
            ends[i] = reached - context.OutputShape()[i + 2];
        }

        if (ends.Any(end => end < 0))
            throw context.NoRule("with outputs that no input reaches");
        context.Set(0, context.Apply(
            o => o.Conv, [context.Gradient(), context.Input(1)], ("strides", Array.ConvertAll(window.Stride, s => (long)s)),
            ("pads", (long[])[.. window.PadBegin.Select(begin => (long)begin), .. ends]),
            ("dilations", Array.ConvertAll(window.Dilation, d => (long)d)), ("group", Conv.Groups(node))));
    }

    public void Lower(LoweringContext context)
    {
        Node node = context.Node;
        (SlidingWindow window, _) = Window(node, node.Required(0).Shape.Dimensions!, node.Required(1).Shape.Dimensions!);
        View input = context.ChannelsLast(0);
        View output = context.ChannelsLastOutput();
        ConvolutionShape shape = WindowGeometry.Shape(
            window, input.Shape, output.Shape, (int)Conv.Groups(node), input.PixelStride, output.PixelStride, 0) with
        {
            Direction = ConvolutionDirection.Transposed,
        };
        if (NarrowTransposedStep.Fits(shape, context.Kernels.Lanes, node.Activation))
        {
            PlanBuffer filters = context.Packed(
                node.Required(1), new NarrowTransposedPacking(shape.InputChannels, shape.OutputChannels, shape.Taps));
            PlanBuffer row = ConvolutionBias.Grouped(context, 1, shape.OutputChannels, shape.OutputChannels);
            context.Emit(new NarrowTransposedStep(shape, input, output, filters, row, node.Activation));
            return;
        }

        var packing = new TransposedConvolutionPacking(
            shape.Groups, shape.GroupOutputChannels, shape.GroupInputChannels, shape.Taps, context.Kernels.Lanes);
        PanelLayout layout = packing.Layout;
        PlanBuffer packed = context.Packed(node.Required(1), packing);
        PlanBuffer bias = ConvolutionBias.Grouped(context, shape.Groups, shape.GroupOutputChannels, layout.PackedColumns);
        context.Emit(new DenseConvolutionStep(
            shape, layout, input, output, null, packed, bias, context.Zeros(DenseConvolution.ZeroFloats(shape)), node.Activation,
            context.Kernels.Processor));
    }

    // Output extent: (input - 1) stride + output_padding + reach - pads; if output_shape is given, the pads are computed from it.
    private static (SlidingWindow Window, Dimension[] Extents) Window(Node node, IReadOnlyList<Dimension> x, IReadOnlyList<Dimension> w)
    {
        string autoPad = node.Attributes.Text("auto_pad", "NOTSET");
        Dimension[] spatial = [.. x.Skip(2)];
        SlidingWindow window = SlidingWindow.Read(node, [.. spatial.Select(_ => Dimension.Unknown)], [.. w.Skip(2)]);
        int[] extra = SlidingWindow.ListOrLeast(node, "output_padding", spatial.Length, 0);
        int[]? wanted = SlidingWindow.List(node, "output_shape", spatial.Length, 1);
        var extents = new Dimension[spatial.Length];
        for (int i = 0; i < spatial.Length; i++)
        {
            if (spatial[i].Value is not { } extent)
                continue;
            long full = Extents.Add(Extents.Multiply(extent - 1, window.Stride[i]), extra[i] + window.Reach(i));
            if (wanted is not null || autoPad is "SAME_UPPER" or "SAME_LOWER")
            {
                long output = wanted?[i] ?? Extents.Multiply(extent, window.Stride[i]);
                int total = Extents.ToKernelInt(Math.Max(0, full - output), "elements of padding");
                window.PadBegin[i] = autoPad == "SAME_UPPER" ? total / 2 : total - (total / 2);
                window.PadEnd[i] = total - window.PadBegin[i];
                extents[i] = output;
            }
            else
            {
                extents[i] = full - window.PadBegin[i] - window.PadEnd[i];
            }

            if (extents[i].Value is <= 0)
                throw node.Invalid($"its padding leaves {extents[i]} elements along spatial axis {i}");
        }

        return (window, extents);
    }
}
