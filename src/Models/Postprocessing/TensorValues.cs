using Fovea.Inference;

namespace Fovea.Models.Postprocessing;

/// <summary>A tensor's elements of any type as floating-point numbers, or set to one.</summary>
internal static class TensorValues
{
    public static double[] ToDoubles(Tensor tensor) => Convert(tensor, value => value);

    /// <summary>The tensor itself where it is Float32, else a converted copy.</summary>
    public static Tensor ToFloat32(Tensor tensor) => tensor.ElementType == ElementType.Float32
        ? tensor
        : Tensor.From<float>(tensor.Shape, Convert(tensor, value => (float)value));

    /// <summary>Sets every element to one, or to true.</summary>
    public static void FillWithOnes(Tensor tensor)
    {
        switch (tensor.ElementType)
        {
            case ElementType.Float32: tensor.Span<float>().Fill(1); break;
            case ElementType.Float64: tensor.Span<double>().Fill(1); break;
            case ElementType.Float16: tensor.Span<Half>().Fill((Half)1); break;
            case ElementType.BFloat16: tensor.Span<BFloat16>().Fill((BFloat16)1f); break;
            case ElementType.UInt8 or ElementType.Int8 or ElementType.Bool: tensor.Bytes.Span.Fill(1); break;
            case ElementType.UInt16: tensor.Span<ushort>().Fill(1); break;
            case ElementType.Int16: tensor.Span<short>().Fill(1); break;
            case ElementType.UInt32: tensor.Span<uint>().Fill(1); break;
            case ElementType.Int32: tensor.Span<int>().Fill(1); break;
            case ElementType.UInt64: tensor.Span<ulong>().Fill(1); break;
            case ElementType.Int64: tensor.Span<long>().Fill(1); break;
            default: throw new ArgumentException($"{tensor} has an element type without a one.", nameof(tensor));
        }
    }

    private static T[] Convert<T>(Tensor tensor, Func<double, T> make) => tensor.ElementType switch
    {
        ElementType.Float32 => Convert(tensor.Span<float>(), v => make(v)),
        ElementType.Float64 => Convert(tensor.Span<double>(), v => make(v)),
        ElementType.Float16 => Convert(tensor.Span<Half>(), v => make((double)v)),
        ElementType.BFloat16 => Convert(tensor.Span<BFloat16>(), v => make((float)v)),
        ElementType.UInt8 => Convert(tensor.Span<byte>(), v => make(v)),
        ElementType.UInt16 => Convert(tensor.Span<ushort>(), v => make(v)),
        ElementType.UInt32 => Convert(tensor.Span<uint>(), v => make(v)),
        ElementType.UInt64 => Convert(tensor.Span<ulong>(), v => make(v)),
        ElementType.Int8 => Convert(tensor.Span<sbyte>(), v => make(v)),
        ElementType.Int16 => Convert(tensor.Span<short>(), v => make(v)),
        ElementType.Int32 => Convert(tensor.Span<int>(), v => make(v)),
        ElementType.Int64 => Convert(tensor.Span<long>(), v => make(v)),
        ElementType.Bool => Convert(tensor.Span<bool>(), v => make(v ? 1 : 0)),
        _ => throw new ArgumentException($"{tensor} has an element type that is not numeric.", nameof(tensor)),
    };

    private static T[] Convert<TElement, T>(ReadOnlySpan<TElement> values, Func<TElement, T> convert)
    {
        var converted = new T[values.Length];
        for (int i = 0; i < converted.Length; i++)
            converted[i] = convert(values[i]);
        return converted;
    }
}
