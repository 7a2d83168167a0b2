using System.Numerics;
using Fovea.Imaging.Resampling;

namespace Fovea.Imaging.Simd;

/// <summary>
/// Resamples columns: each output row is the weighted sum of neighbouring input rows, rounded to 8 bits. Every byte of a row is treated
/// alike, whatever its channel. The arithmetic is that of integers, so every path gives the same bits.
/// </summary>
internal static class VerticalPass
{
    /// <summary>One half in fixed point: sums start with it, so that the final shift rounds to nearest.</summary>
    private const int Half = 1 << (ResampleWeights.FractionBits - 1);

    /// <summary>Computes one output row.</summary>
    /// <param name="rows">The input rows of the taps, from the first one on.</param>
    /// <param name="pitch">The distance between the starts of two input rows, in bytes.</param>
    /// <param name="taps">One weight per input row.</param>
    /// <param name="destination">The output row; its length is the number of bytes taken from each input row.</param>
    public static void Run(ReadOnlySpan<byte> rows, int pitch, ReadOnlySpan<int> taps, Span<byte> destination)
    {
        int x = 0;
        if (Vector.IsHardwareAccelerated)
        {
            for (; x + Vector<byte>.Count <= destination.Length; x += Vector<byte>.Count)
                SumVector(rows[x..], pitch, taps, destination[x..]);
            // The tail is one more vector that ends with the row. It overlaps the one before it, and computes some bytes a second time,
            // with the same result: the input is never overwritten.
            if (x < destination.Length && destination.Length >= Vector<byte>.Count)
            {
                x = destination.Length - Vector<byte>.Count;
                SumVector(rows[x..], pitch, taps, destination[x..]);
                return;
            }
        }

        // Rows shorter than a vector, and processors without vectors.
        for (; x < destination.Length; x++)
        {
            int sum = Half;
            for (int t = 0; t < taps.Length; t++)
                sum += rows[t * pitch + x] * taps[t];
            destination[x] = (byte)Math.Clamp(sum >> ResampleWeights.FractionBits, 0, 255);
        }
    }

    // One vector of bytes, which takes four vectors of 32-bit sums: sum0 has the first quarter of the bytes, and so on. Widening keeps the
    // order of the lanes, and narrowing in the opposite order restores it.
    private static void SumVector(ReadOnlySpan<byte> rows, int pitch, ReadOnlySpan<int> taps, Span<byte> destination)
    {
        var sum0 = new Vector<int>(Half);
        Vector<int> sum1 = sum0;
        Vector<int> sum2 = sum0;
        Vector<int> sum3 = sum0;
        for (int t = 0; t < taps.Length; t++)
        {
            var weight = new Vector<int>(taps[t]);
            Vector.Widen(new Vector<byte>(rows[(t * pitch)..]), out Vector<ushort> low, out Vector<ushort> high);
            Vector.Widen(low, out Vector<uint> part0, out Vector<uint> part1);
            Vector.Widen(high, out Vector<uint> part2, out Vector<uint> part3);
            sum0 += Vector.AsVectorInt32(part0) * weight;
            sum1 += Vector.AsVectorInt32(part1) * weight;
            sum2 += Vector.AsVectorInt32(part2) * weight;
            sum3 += Vector.AsVectorInt32(part3) * weight;
        }

        Vector<ushort> lower = Vector.Narrow(ToPixel(sum0), ToPixel(sum1));
        Vector<ushort> upper = Vector.Narrow(ToPixel(sum2), ToPixel(sum3));
        Vector.Narrow(lower, upper).CopyTo(destination);
    }

    // Clamps before narrowing, which would otherwise drop the high bits.
    private static Vector<uint> ToPixel(Vector<int> sum) =>
        Vector.AsVectorUInt32(Vector.Min(Vector.Max(sum >> ResampleWeights.FractionBits, Vector<int>.Zero), new Vector<int>(255)));
}
