namespace Fovea.Inference.Tests.Reference.Integers;

/// <summary>
/// Products and means of real numbers that are made of integers, and of which integers are made: computed as integers.
/// </summary>
internal static class IntegerIslands
{
    /// <summary>The result of a QuantizeLinear at the end of an island; null if its operand is anything else.</summary>
    public static TypedArray? Compute(IntegerRun run, NetworkNode quantize)
    {
        Quantizer y = run.Result(quantize, 1, 2, ElementType.UInt8);
        if (Before(run, quantize.Inputs[0]) is not { } node || y.Type is not (ElementType.UInt8 or ElementType.Int8))
            return null;
        if (Bounds(run, node) is { } bounds && Before(run, node.Inputs[0]) is { } product)
            return Product(run, product, y with { Least = y.Of(bounds.Least), Largest = y.Of(bounds.Largest) });
        return Product(run, node, y) ?? Mean(run, node, y);
    }

    private static NetworkNode? Before(IntegerRun run, string value) =>
        run.Network.HasOneUse(value) ? run.Network.Producer(value) : null;

    private static (double Least, double Largest)? Bounds(IntegerRun run, NetworkNode node) => node.Operation switch
    {
        "Relu" => (0, double.PositiveInfinity),
        "Clip" => (run.ArrayOrNull(node, 1)?.Values[0] ?? double.NegativeInfinity,
            run.ArrayOrNull(node, 2)?.Values[0] ?? double.PositiveInfinity),
        _ => null,
    };

    private static TypedArray? Product(IntegerRun run, NetworkNode node, Quantizer y)
    {
        if (node.Operation is not ("Conv" or "Gemm" or "MatMul")
            || run.Dequantized(node.Inputs[0]) is not { IsOfBytes: true, HasOneScale: true } x
            || run.Dequantized(node.Inputs[1]) is not { IsOfBytes: true } w)
            return null;
        double[]? bias = node.Has(2) ? Bias(run, node.Inputs[2], x, w) : null;
        if (node.Operation == "Conv")
            return NetworkOperators.Convolve(node, x, w, bias, y);
        if (node.Int("transB", 0) != 0)
            w = w with { Integers = ReferenceMovement.Transpose(w.Integers, 1, 0) };
        NdArray sums = ReferenceIntegerSums.Multiply(x, w, bias);
        return ReferenceIntegerSums.Requantize(sums, sums.Rank - 1, x, w, y);
    }

    private static TypedArray? Mean(IntegerRun run, NetworkNode node, Quantizer y)
    {
        if (node.Operation is not ("AveragePool" or "GlobalAveragePool")
            || run.Dequantized(node.Inputs[0]) is not { HasOneScale: true } x || x.Type != y.Type)
            return null;
        return NetworkOperators.Average(node, x, y);
    }

    // A bias has the scale of the input times that of the weights. Real numbers are rounded to it.
    private static double[] Bias(IntegerRun run, string name, QuantizedArray x, QuantizedArray w) =>
        run.Dequantized(name) is { Type: ElementType.Int32 } integers
            ? integers.Integers.Values
            : [.. run.Value(name).Array.Values.Select((real, i) => Math.Round(real / (x.ScaleOf(0) * w.ScaleOf(i))))];
}
