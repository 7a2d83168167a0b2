using System.Runtime.InteropServices;
using Fovea.Bench.Contract;

namespace Fovea.Bench.Builds;

/// <summary>The difference between two results.</summary>
/// <param name="Elements">The number of compared elements.</param>
/// <param name="Differing">The number of elements whose bits differ: 0 and -0 differ, and so do NaNs with different payloads.</param>
/// <param name="Worst">The largest difference, relative to the range of the expected tensor (absolute if all its elements are
/// equal).</param>
internal readonly record struct BitDifference(long Elements, long Differing, double Worst)
{
    public bool IsNone => Differing == 0;

    public static BitDifference operator +(BitDifference a, BitDifference b) =>
        new(a.Elements + b.Elements, a.Differing + b.Differing, Math.Max(a.Worst, b.Worst));

    /// <summary>Compares two tensors of the same type and shape.</summary>
    public static BitDifference Of(ValueInfo value, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        int size = value.ElementBytes;
        long elements = expected.Length / size;
        if (expected.SequenceEqual(actual))
            return new BitDifference(elements, 0, 0);
        long differing = 0;
        double low = double.PositiveInfinity, high = double.NegativeInfinity, worst = 0;
        for (int at = 0; at < expected.Length; at += size)
        {
            ReadOnlySpan<byte> wanted = expected.Slice(at, size), got = actual.Slice(at, size);
            double number = Number(value.ElementType, wanted);
            low = double.IsFinite(number) ? Math.Min(low, number) : low;
            high = double.IsFinite(number) ? Math.Max(high, number) : high;
            if (wanted.SequenceEqual(got))
                continue;
            differing++;
            worst = Math.Max(worst, Distance(number, Number(value.ElementType, got)));
        }

        return new BitDifference(elements, differing, high > low ? worst / (high - low) : worst);
    }

    private static double Distance(double a, double b) =>
        a == b || (double.IsNaN(a) && double.IsNaN(b))
            ? 0
            : double.IsFinite(a) && double.IsFinite(b) ? Math.Abs(a - b) : double.PositiveInfinity;

    private static double Number(string elementType, ReadOnlySpan<byte> element) => elementType switch
    {
        "Float32" => MemoryMarshal.Read<float>(element),
        "Float64" => MemoryMarshal.Read<double>(element),
        "Int32" => MemoryMarshal.Read<int>(element),
        "Int64" => MemoryMarshal.Read<long>(element),
        "Int8" => (sbyte)element[0],
        _ => element[0],
    };
}
