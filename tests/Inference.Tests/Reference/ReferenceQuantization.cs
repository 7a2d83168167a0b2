namespace Fovea.Inference.Tests.Reference;

/// <summary>Quantised arithmetic by its definition, in single precision where the definition is.</summary>
internal static class ReferenceQuantization
{
    /// <summary>clamp(roundToEven(x / scale) + zero); NaN becomes the least.</summary>
    public static double Quantize(double x, double scale, double zero, ElementType type) =>
        Round((float)x / (float)scale, zero, type);

    /// <summary>(x - zero) * scale.</summary>
    public static double Dequantize(double x, double scale, double zero) => (float)(x - zero) * (float)scale;

    /// <summary>clamp(roundToEven((float)sum * factor) + zero).</summary>
    public static double Requantize(double sum, float factor, double zero, ElementType type) => Round((float)(int)sum * factor, zero, type);

    /// <summary>The factor of a product's sums.</summary>
    public static float Factor(double x, double w, double y) => (float)x * (float)w / (float)y;

    /// <summary>The index of the scale of an element: 0 for one scale.</summary>
    public static long Parameter(long[] index, Shape scale, int axis, long block)
    {
        if (scale.ElementCount == 1)
            return 0;
        if (block == 0)
            return index[axis];
        long offset = 0;
        for (int i = 0; i < index.Length; i++)
            offset = (offset * scale[i]) + (i == axis ? index[i] / block : index[i]);
        return offset;
    }

    public static NdArray Quantize(NdArray x, NdArray scale, NdArray? zero, ElementType type, int axis = 1, long block = 0) =>
        NdArray.Build(x.Shape, index =>
        {
            long i = Parameter(index, scale.Shape, axis, block);
            return Quantize(x[index], scale.Values[i], zero?.Values[i] ?? 0, type);
        });

    public static NdArray Dequantize(NdArray x, NdArray scale, NdArray? zero, int axis = 1, long block = 0) =>
        NdArray.Build(x.Shape, index =>
        {
            long i = Parameter(index, scale.Shape, axis, block);
            return Dequantize(x[index], scale.Values[i], zero?.Values[i] ?? 0);
        });

    /// <summary>Integers minus their zero points: one for all, or one for each index of the first axis.</summary>
    public static NdArray MinusFirst(NdArray x, NdArray zeros) =>
        NdArray.Build(x.Shape, index => x[index] - zeros.Values[zeros.Values.Length == 1 ? 0 : index[0]]);

    private static double Round(float number, double zero, ElementType type)
    {
        (double least, double largest) = Limits(type);
        if (float.IsNaN(number))
            return least;
        double bounded = Math.Clamp((double)number, least - zero, largest - zero);
        return Math.Round(bounded, MidpointRounding.ToEven) + zero;
    }

    private static (double Least, double Largest) Limits(ElementType type) => type switch
    {
        ElementType.UInt8 => (byte.MinValue, byte.MaxValue),
        ElementType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        ElementType.UInt16 => (ushort.MinValue, ushort.MaxValue),
        _ => (short.MinValue, short.MaxValue),
    };
}
