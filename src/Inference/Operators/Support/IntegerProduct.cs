using Fovea.Inference.Graphs;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators.Support;

/// <summary>The operands of a product of integers that takes the place of a product of real numbers.</summary>
internal static class IntegerProduct
{
    // Scales and zero points of columns, and their bias, are computed with here and now.
    private const int MostColumns = 1 << 16;

    /// <summary>
    /// Input and weights, each with scale and zero point: the first six operands of QLinearConv, QLinearMatMul and QGemm. Null if they are
    /// no bytes, or weights are computed.
    /// </summary>
    /// <param name="island">The product of real numbers.</param>
    /// <param name="axis">The axis of the weights along which scales may vary: that of the columns.</param>
    /// <param name="x">The input.</param>
    /// <param name="w">The weights.</param>
    public static Value?[]? Operands(IntegerIsland island, int axis, out QuantizedValue? x, out QuantizedValue? w)
    {
        x = island.Bytes(0);
        w = island.Input(1);
        return x is not null && w is { IsOfBytes: true } && w.IsConstantAlong(axis)
            ? [x.Integers, x.Scale, x.Zero, w.Integers, w.Scale, w.Zero]
            : null;
    }

    /// <summary>
    /// The bias of the product as integers, whose scale is that of the input times that of the weights, which is what a bias is quantised
    /// with; another one, or real numbers, are rounded to it.
    /// </summary>
    /// <returns>False if the bias is computed.</returns>
    public static bool TryBias(IntegerIsland island, int input, QuantizedValue x, QuantizedValue w, out Value? bias)
    {
        bias = null;
        if (island.Node.Input(input) is not { } value)
            return true;
        if (value.Constant is not { ElementType: ElementType.Float32 } constant || constant.Shape.ElementCount > MostColumns)
            return false;
        ReadOnlySpan<float> real = constant.ReadAll().Span<float>();
        float xScale = x.Scale.Constant!.ReadAll().Span<float>()[0];
        ReadOnlySpan<float> wScales = w.Scale.Constant!.ReadAll().Span<float>();
        if (wScales.Length != 1 && wScales.Length != real.Length)
            return false;
        var integers = new int[real.Length];
        for (int i = 0; i < integers.Length; i++)
        {
            double scale = (double)xScale * wScales[wScales.Length == 1 ? 0 : i];
            integers[i] = (int)Math.Clamp(Math.Round(real[i] / scale), int.MinValue, int.MaxValue);
        }

        bias = Exact(constant, real.Length) is { } exact
            ? island.Constant("bias", exact)
            : island.Constant("bias", MemoryConstant.From<int>(constant.Shape, integers));
        return true;

        // Integers of that scale, as exporters write them, are taken as they are: real numbers have lost their last bits.
        ConstantData? Exact(ConstantData given, int columns) =>
            given is DequantizedConstant { Quantized.ElementType: ElementType.Int32 } quantized
            && quantized.Quantized.ReadAll().Span<int>() is var own && own.Length == columns && Near(own, integers)
                ? quantized.Quantized
                : null;
    }

    // Equal but for what floats lose: one part in eight million.
    private static bool Near(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        for (int i = 0; i < a.Length; i++)
        {
            if (Math.Abs((double)a[i] - b[i]) > 1 + (Math.Abs((double)a[i]) / (1 << 20)))
                return false;
        }

        return true;
    }
}
