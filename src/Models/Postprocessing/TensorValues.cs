using Fovea.Inference;

namespace Fovea.Models.Postprocessing;

/// <summary>Converts a tensor's elements of any type to floating-point numbers.</summary>
internal static class TensorValues
{
    public static double[] ToDoubles(Tensor tensor) => tensor.ElementType switch
    {
        ElementType.Float32 => Convert(tensor.Span<float>(), v => v),
        ElementType.Float64 => tensor.Span<double>().ToArray(),
        ElementType.Float16 => Convert(tensor.Span<Half>(), v => (double)v),
        ElementType.UInt8 => Convert(tensor.Span<byte>(), v => v),
        ElementType.UInt16 => Convert(tensor.Span<ushort>(), v => v),
        ElementType.UInt32 => Convert(tensor.Span<uint>(), v => v),
        ElementType.UInt64 => Convert(tensor.Span<ulong>(), v => v),
        ElementType.Int8 => Convert(tensor.Span<sbyte>(), v => v),
        ElementType.Int16 => Convert(tensor.Span<short>(), v => v),
        ElementType.Int32 => Convert(tensor.Span<int>(), v => v),
        ElementType.Int64 => Convert(tensor.Span<long>(), v => v),
        ElementType.Bool => Convert(tensor.Span<bool>(), v => v ? 1 : 0),
        _ => throw new ArgumentException($"{tensor} has an element type that is not numeric.", nameof(tensor)),
    };

    /// <summary>The tensor itself where it is Float32, else a converted copy.</summary>
    public static Tensor ToFloat32(Tensor tensor) => tensor.ElementType == ElementType.Float32
        ? tensor
        : Tensor.From<float>(tensor.Shape, [.. ToDoubles(tensor).Select(v => (float)v)]);

    private static double[] Convert<T>(ReadOnlySpan<T> values, Func<T, double> convert)
    {
        double[] numbers = new double[values.Length];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = convert(values[i]);
        return numbers;
    }
}
