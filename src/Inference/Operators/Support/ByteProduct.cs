using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;
using Fovea.Inference.Weights;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Gemm;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// The fast lowering of products of bytes with constant weights: convolutions and matrix products. The graph may compute the zero point of
/// the input, and the scale of results that are real numbers, as dynamically quantised networks do.
/// </summary>
internal sealed record ByteProduct
{
    private const double MostInFloat = 1 << 24;

    /// <summary>UInt8 or Int8.</summary>
    public required ConstantData Weights { get; init; }

    /// <summary>Zero points of the weights, of their type: one, or one per column; null for 0.</summary>
    public ConstantData? WeightZeros { get; init; }

    /// <summary>The zero point of the input; null if the graph computes it.</summary>
    public int? InputZero { get; init; }

    /// <summary>The zero point of the input if the graph computes it: one element of the input's type.</summary>
    public Value? ComputedZero { get; init; }

    /// <summary>One Int32 per column; null for none.</summary>
    public ConstantData? Bias { get; init; }

    /// <summary>How sums become bytes; null where they do not.</summary>
    public ByteScales? Scales { get; init; }

    /// <summary>How sums become real numbers; null where they do not.</summary>
    public RealSums? Real { get; init; }

    /// <summary>The bounds of results that are bytes.</summary>
    public ByteBounds Bounds { get; init; }

    /// <summary>
    /// Reads the operands of a node of which all but the first are constants, and the input has one scale; null if they are not. Where sums
    /// stay integers, the zero point of the input may be computed.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="x">The scale and the zero point of input 0.</param>
    /// <param name="weights">The index of the weights.</param>
    /// <param name="w">The scales and the zero points of the weights.</param>
    /// <param name="y">The scale and the zero point of the result; null if sums stay integers.</param>
    /// <param name="bias">The index of the bias; negative for none.</param>
    public static ByteProduct? Read(Node node, Quantization x, int weights, Quantization w, Quantization? y, int bias)
    {
        if (node.Required(weights).Constant is not { Shape.ElementCount: > 0 } matrix || !w.IsConstant || !x.HasOneZero
            || (bias >= 0 && node.Input(bias) is { Constant: null }))
            return null;
        var product = new ByteProduct
        {
            Weights = matrix,
            WeightZeros = w.Zero?.Constant,
            InputZero = x.OneZero,
            ComputedZero = x.OneZero is null ? x.Zero : null,
            Bias = bias >= 0 ? node.Input(bias)?.Constant : null,
        };
        if (y is not { } output)
            return product;
        if (product.ComputedZero is not null || x.OneScale is not { } inputScale
            || output is not { OneScale: { } outputScale, OneZero: { } outputZero })
            return null;
        ByteBounds bounds = ByteBounds.Of(node.Outputs[0].Type!.Value, outputZero);
        return product with
        {
            Scales = new ByteScales(inputScale, w.Scale!.Constant!, outputScale),
            Bounds = node.Activation is { } activation ? bounds.Within(activation.Min / outputScale, activation.Max / outputScale) : bounds,
        };
    }

    /// <summary>Whether there is a kernel for a convolution in so many groups, whose sums become real numbers.</summary>
    public bool HasConvolution(int groups) =>
        groups == 1 || Weights.Shape[1] % BytePanelPacking.Word == 0 || IsDepthwise(groups, 0);

    /// <summary>Emits a convolution of input 0.</summary>
    /// <returns>False if there is no kernel for its groups.</returns>
    public bool TryEmitConvolution(LoweringContext context, SlidingWindow window, int groups)
    {
        Shape filters = Weights.Shape;
        int channels = Extents.ToKernelInt(filters[1], "channels");
        if (TryEmitDepthwise(context, window, groups))
            return true;
        if (groups > 1 && channels % BytePanelPacking.Word != 0)
            return false;
        int words = BytePanelPacking.WordsOf(channels);
        bool narrow = groups == 1 && NarrowInput.IsWorthwhile(words, window);
        View input = narrow
            ? NarrowInput.PadColumns(context, window, context.ChannelsLastWords, Zero(context))
            : context.ChannelsLastWords(0);
        View output = context.ChannelsLastOutput();
        ConvolutionShape shape = WindowGeometry.Shape(
            window, input.Shape, output.Shape, groups, input.PixelStride / BytePanelPacking.Word, output.PixelStride, 0);
        shape = shape with { InputChannels = checked(words * groups), PadLeft = narrow ? 0 : shape.PadLeft };
        Emit(context, shape, channels, BytePanelOrder.Filters, input, output, null);
        return true;
    }

    /// <summary>Emits the product of rows with the weights.</summary>
    /// <param name="context">The context of the node that writes the product.</param>
    /// <param name="rows">Any shape whose last axis is the depth.</param>
    /// <param name="transposed">Whether the weights are [columns, depth] instead of [depth, columns].</param>
    public void EmitMatrix(LoweringContext context, View rows, bool transposed)
    {
        int depth = Extents.ToKernelInt(Weights.Shape[transposed ? 1 : 0], "elements in a sum");
        int columns = Extents.ToKernelInt(Weights.Shape[transposed ? 0 : 1], "columns");
        int words = BytePanelPacking.WordsOf(depth);
        View input = rows;
        if (!rows.IsPlain || depth % BytePanelPacking.Word != 0)
        {
            input = LoweringContext.NewWordRows(rows.Shape, rows.Type);
            context.Emit(new CopyStep(rows, input, "rows of words"));
        }

        View output = context.PlainOutput();
        ConvolutionShape shape = MatrixProductStep.Rows(rows.Shape.ElementCount / depth, words, columns, words);
        Emit(
            context, shape, depth, transposed ? BytePanelOrder.Filters : BytePanelOrder.Rows, input, output, LayerClass.FullyConnected);
    }

    // Sums are exact in floats below 2^24, and no sum of integers may wrap around.
    private bool IsDepthwise(int groups, int room) => groups > 1 && Weights.Shape[1] == 1 && Weights.Shape[0] == groups
        && MostInSum(groups) + room <= MostInFloat;

    private long MostInSum(int groups) => Weights.Shape.ElementCount / groups * byte.MaxValue * byte.MaxValue;

    private bool TryEmitDepthwise(LoweringContext context, SlidingWindow window, int groups)
    {
        ElementType input = context.Node.Required(0).Type!.Value;
        if (!IsDepthwise(groups, Bias is null ? 0 : SplitBiasPacking.MostLow)
            || (Real is null && (Scales is null || input != context.Node.Outputs[0].Type))
            || (Bias is { } own && Largest(own) + MostInSum(groups) > int.MaxValue))
            return false;
        EmitDepthwise(context, window, groups);
        return true;
    }

    private void EmitDepthwise(LoweringContext context, SlidingWindow window, int groups)
    {
        View input = context.ChannelsLast(0);
        View output = context.ChannelsLastOutput();
        ConvolutionShape shape = WindowGeometry.Shape(window, input.Shape, output.Shape, groups, input.PixelStride, output.PixelStride, 0);
        bool splits = Bias is { } own && Largest(own) + MostInSum(groups) > MostInFloat;
        int lanes = context.Kernels.ForChannels(groups).Lanes;
        var packing = new DepthwisePacking(groups, shape.Taps, lanes);
        // The weights minus their zero points, as floats.
        var one = MemoryConstant.From<float>(Shape.Scalar, [1f]);
        ConstantData real = WeightZeros is { Shape.ElementCount: > 1 } several
            ? new DequantizedConstant(Weights, MemoryConstant.From<float>(several.Shape, Ones(groups)), several, 0)
            : new DequantizedConstant(Weights, one, WeightZeros, 0);
        context.Emit(new ByteDepthwiseStep(
            shape, input, output, Zero(context),
            new ByteDepthwiseOperands
            {
                Weights = context.Constants.Packed(real, packing),
                WeightStride = packing.Stride,
                Bias = !splits && Bias is { } whole
                    ? context.Constants.Packed(
                        ConvertedConstant.Of(whole, ElementType.Float32), new RowPacking(1, groups, packing.Stride))
                    : Split(high: false),
                HighBias = splits ? Split(high: true) : null,
                Factors = Factors(context, 1, groups, packing.Stride)!,
                Offsets = Real?.Offsets(context, 1, groups, packing.Stride),
            },
            BoundsOf(context.Node)));

        PlanBuffer Split(bool high) => Bias is null
            ? context.Zeros(packing.Stride)
            : context.Constants.Packed(Bias, new SplitBiasPacking(groups, packing.Stride, high));
    }

    private static float[] Ones(int count)
    {
        var ones = new float[count];
        Array.Fill(ones, 1f);
        return ones;
    }

    private static double Largest(ConstantData integers)
    {
        double largest = 0;
        foreach (int value in integers.ReadAll().Span<int>())
            largest = Math.Max(largest, Math.Abs((double)value));
        return largest;
    }

    private PlanBuffer? Factors(LoweringContext context, int groups, int columns, int padded) => Scales is { } scales
        ? context.Constants.Packed(null, new FactorPacking(
            groups, columns, padded, scales.Weights, BitConverter.SingleToInt32Bits(scales.Input),
            BitConverter.SingleToInt32Bits(scales.Output)))
        : Real?.Factors(context, groups, columns, padded);

    private ByteBounds BoundsOf(Node node) => Real is null
        ? Bounds
        : new ByteBounds(node.Activation?.Min ?? float.NegativeInfinity, node.Activation?.Max ?? float.PositiveInfinity, 0);

    // The zero point of the input, of its type.
    private View Zero(LoweringContext context) => ComputedZero is { } computed
        ? context.AsPlain(context.ViewOf(computed)).TryReshape(Shape.Scalar)!
        : context.Filled([ZeroByte], context.Node.Required(0).Type!.Value);

    private byte ZeroByte => unchecked((byte)InputZero!.Value);

    private void Emit(
        LoweringContext context, ConvolutionShape shape, int channels, BytePanelOrder order, View input, View output,
        LayerClass? layerClass)
    {
        var packing = new BytePanelPacking(
            shape.Groups, shape.GroupOutputChannels, channels, shape.Taps, context.Kernels.Bytes.Lanes, order,
            Weights.ElementType == ElementType.Int8);
        PanelLayout layout = packing.Layout;
        int padded = layout.PackedColumns;
        int shift = context.Kernels.Bytes.RowShift(input.Type == ElementType.Int8);
        // Weights of unsigned bytes without a zero point have that of 0, which is -128 in the panels.
        ConstantData? zeros = WeightZeros ?? (packing.IsSigned ? null : MemoryConstant.From<byte>(Shape.Scalar, [0]));
        bool hasZeros = zeros is not null && !IsZero(zeros);
        PlanBuffer bias, padding;
        if (InputZero is { } zero)
        {
            bias = context.Constants.Packed(
                Weights, new ByteBiasPacking(packing, padded, zero + shift, Bias, hasZeros ? zeros : null));
            padding = context.Constants.Packed(null, new BytePatternPacking(
                ZeroByte, BytePanelPacking.Word, DenseConvolution.ZeroFloats(shape)));
        }
        else
        {
            // What a zero point of -1 adds is the sum of a column's weights.
            PlanBuffer sums = context.Constants.Packed(
                Weights, new ByteBiasPacking(packing, padded, -1, null, hasZeros ? zeros : null));
            (bias, padding) = ComputedZeroPoint.Emit(
                context, Zero(context), sums, shift, DenseConvolution.ZeroFloats(shape) * BytePanelPacking.Word);
        }

        context.Emit(new ByteConvolutionStep(
            shape, layout, input, output,
            new ByteOperands
            {
                Weights = context.Constants.Packed(Weights, packing),
                Bias = bias,
                Zeros = hasZeros
                    ? context.Constants.Packed(null, new ByteZeroPacking(shape.Groups, packing.Columns, padded, zeros!))
                    : null,
                Ones = hasZeros ? context.Constants.Packed(null, Ones(shape, channels)) : null,
                Padding = padding,
                Factors = Factors(context, shape.Groups, packing.Columns, padded),
                Offsets = Real?.Offsets(context, shape.Groups, packing.Columns, padded),
            },
            BoundsOf(context.Node), context.Kernels.Processor, layerClass));
    }

    // For each tap of a run, ones for its channels; a vector may be loaded from the last word on.
    private static BytePatternPacking Ones(ConvolutionShape shape, int channels) =>
        new(1, channels, RowPointers.Run(shape) / shape.GroupInputChannels, Alignment.Bytes);

    private static bool IsZero(ConstantData zeros)
    {
        for (long i = 0; i < zeros.Shape.ElementCount; i++)
        {
            if (ByteZeroPacking.Read(zeros, i) != 0)
                return false;
        }

        return true;
    }
}
