namespace Fovea.Inference.Tests.Reference.Integers;

/// <summary>What each operator of a quantised network computes.</summary>
internal static class NetworkOperators
{
    private static readonly Dictionary<string, Func<IntegerRun, NetworkNode, TypedArray>> Table = new()
    {
        ["QuantizeLinear"] = Quantize,
        ["DequantizeLinear"] = Dequantize,
        ["QLinearConv"] = (run, node) => Convolve(
            node, run.Operand(node, 0, 1, 2), run.Operand(node, 3, 4, 5), run.ArrayOrNull(node, 8)?.Values,
            run.Result(node, 6, 7, ElementType.UInt8)),
        ["QLinearMatMul"] = (run, node) => Multiply(run, node, null, run.Result(node, 6, 7, ElementType.UInt8)),
        ["QGemm"] = (run, node) => Multiply(run, node, run.ArrayOrNull(node, 6)?.Values, run.Result(node, 7, 8, ElementType.UInt8)),
        ["ConvInteger"] = (run, node) => new(
            ConvolutionSums(node, run.Operand(node, 0, -1, 2), run.Operand(node, 1, -1, 3), null), ElementType.Int32),
        ["MatMulInteger"] = (run, node) => new(
            ReferenceIntegerSums.Multiply(run.Operand(node, 0, -1, 2), run.Operand(node, 1, -1, 3)), ElementType.Int32),
        ["QLinearAdd"] = (run, node) => Function(run, node, [0, 3], 6, parts => RealOperators.Add(parts[0], parts[1])),
        ["QLinearMul"] = (run, node) => Function(run, node, [0, 3], 6, parts => RealOperators.Multiply(parts[0], parts[1])),
        ["QLinearConcat"] = (run, node) => Function(
            run, node, [.. Enumerable.Range(0, node.Inputs.Count / 3).Select(i => 2 + (3 * i))], 0,
            parts => ReferenceMovement.Concat((int)node.Int("axis", 1), parts)),
        ["QLinearLeakyRelu"] = (run, node) => Function(
            run, node, [0], 3, parts => RealOperators.LeakyRelu(parts[0], node.Float("alpha", 0.01f))),
        ["QLinearSigmoid"] = (run, node) => Function(run, node, [0], 3, parts => RealOperators.Sigmoid(parts[0])),
        ["QLinearSoftmax"] = (run, node) => Function(
            run, node, [0], 3, parts => RealOperators.Softmax(parts[0], node, node.Int("opset", 13))),
        ["QLinearAveragePool"] = Average,
        ["QLinearGlobalAveragePool"] = Average,
        ["Cast"] = (run, node) => node.Int("to", 0) == (long)ElementType.Float32
            ? TypedArray.Floats(run.Array(node, 0).Select(v => (float)v))
            : throw node.Unsupported("to another type than Float32"),
    };

    /// <summary>The outputs of a node.</summary>
    public static TypedArray[] Compute(IntegerRun run, NetworkNode node)
    {
        if (node.Operation == "DynamicQuantizeLinear")
            return RealOperators.DynamicQuantize(run.Array(node, 0));
        if (Table.TryGetValue(node.Operation, out Func<IntegerRun, NetworkNode, TypedArray>? compute))
            return [compute(run, node)];
        return [RealOperators.Compute(run, node)];
    }

    /// <summary>A convolution whose sums become bytes.</summary>
    public static TypedArray Convolve(NetworkNode node, QuantizedArray x, QuantizedArray w, double[]? bias, Quantizer y) =>
        ReferenceIntegerSums.Requantize(ConvolutionSums(node, x, w, bias), 1, x, w, y);

    /// <summary>The means of a node's windows, or of whole images.</summary>
    public static TypedArray Average(NetworkNode node, QuantizedArray x, Quantizer y) => ReferenceIntegerSums.Average(
        x, RealOperators.PoolWindow(node, x.Integers), node.Int("count_include_pad", 0) != 0, y);

    private static TypedArray Average(IntegerRun run, NetworkNode node)
    {
        QuantizedArray x = run.Operand(node, 0, 1, 2);
        return Average(node, x, run.Result(node, 3, 4, x.Type));
    }

    private static NdArray ConvolutionSums(NetworkNode node, QuantizedArray x, QuantizedArray w, double[]? bias) =>
        ReferenceIntegerSums.Convolve(
            x, w, bias, node.Window([.. w.Integers.Shape.Dimensions[2..]]), node.Int("group", 1));

    private static TypedArray Multiply(IntegerRun run, NetworkNode node, double[]? bias, Quantizer y)
    {
        QuantizedArray a = run.Operand(node, 0, 1, 2), b = run.Operand(node, 3, 4, 5);
        if (node.Int("transB", 0) != 0)
            b = b with { Integers = ReferenceMovement.Transpose(b.Integers, 1, 0) };
        NdArray sums = ReferenceIntegerSums.Multiply(a, b, bias);
        return ReferenceIntegerSums.Requantize(sums, sums.Rank - 1, a, b, y);
    }

    private static TypedArray Quantize(IntegerRun run, NetworkNode node)
    {
        if (IntegerIslands.Compute(run, node) is { } integers)
            return integers;
        ElementType type = node.Has(2) ? run.Value(node.Inputs[2]).Type : ElementType.UInt8;
        return new(
            ReferenceQuantization.Quantize(
                run.Array(node, 0), run.Array(node, 1), run.ArrayOrNull(node, 2), type, Axis(run, node)),
            type);
    }

    private static TypedArray Dequantize(IntegerRun run, NetworkNode node) => TypedArray.Floats(ReferenceQuantization.Dequantize(
        run.Array(node, 0), run.Array(node, 1), run.ArrayOrNull(node, 2), Axis(run, node)));

    private static int Axis(IntegerRun run, NetworkNode node)
    {
        int axis = (int)node.Int("axis", 1);
        return axis < 0 ? axis + run.Array(node, 0).Rank : axis;
    }

    // ONNX Runtime's operators: real numbers of the operands, a function of them, integers.
    private static TypedArray Function(
        IntegerRun run, NetworkNode node, int[] operands, int result, Func<NdArray[], NdArray> function) =>
        run.Result(node, result, result + 1, run.Value(node.Inputs[operands[0]]).Type)
            .Of(function([.. operands.Select(operand => run.Operand(node, operand, operand + 1, operand + 2).Real())]));
}
