using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Fovea.Imaging.Simd;

/// <summary>The two passes of OpenCV's bilinear resize. Integer arithmetic: every vector width gives the same bits.</summary>
internal static class LinearPass
{
    /// <summary>Interpolates a row: each output is the sum of two neighbouring pixels, times weights that add up to 2048.</summary>
    /// <param name="row">The pixels.</param>
    /// <param name="pixelBytes">The bytes of one: 1 or 4.</param>
    /// <param name="first">The first pixel of each output; the last pixel where the second does not count.</param>
    /// <param name="firstWeights">The weights of the first pixels.</param>
    /// <param name="secondWeights">The weights of the second ones.</param>
    /// <param name="result">The sums.</param>
    public static void Horizontal(
        ReadOnlySpan<byte> row, int pixelBytes, ReadOnlySpan<int> first, ReadOnlySpan<int> firstWeights, ReadOnlySpan<int> secondWeights,
        Span<int> result)
    {
        if (pixelBytes == 4)
        {
            ReadOnlySpan<uint> pixels = MemoryMarshal.Cast<byte, uint>(row);
            for (int i = 0; i < first.Length; i++)
            {
                // The second pixel of the last one does not count: any pixel stands for it.
                Vector128<int> one = Widen(pixels[first[i]]), two = Widen(pixels[Math.Min(first[i] + 1, pixels.Length - 1)]);
                (one * firstWeights[i] + two * secondWeights[i]).CopyTo(result[(i * 4)..]);
            }

            return;
        }

        for (int i = 0; i < first.Length; i++)
        {
            int one = row[first[i]], two = row[Math.Min(first[i] + 1, row.Length - 1)];
            result[i] = one * firstWeights[i] + two * secondWeights[i];
        }
    }

    /// <summary>
    /// Interpolates two rows of sums: (((w (sum >> 4)) >> 16) of the one, and of the other, + 2) >> 2, with weights that add up to 2048.
    /// </summary>
    public static void Vertical(ReadOnlySpan<int> above, ReadOnlySpan<int> below, int aboveWeight, int belowWeight, Span<byte> result)
    {
        int i = 0;
        for (; i <= result.Length - 4; i += 4)
        {
            // A sum is at most 255 * 2048, so that a product stays below 2 to the 26th, and the result at 255.
            Vector128<int> one = ((Vector128.Create(above[i..]) >> 4) * aboveWeight) >> 16;
            Vector128<int> two = ((Vector128.Create(below[i..]) >> 4) * belowWeight) >> 16;
            Vector128<int> mean = (one + two + Vector128.Create(2)) >> 2;
            Vector128<byte> bytes = Vector128.Narrow(Vector128.Narrow(mean.AsUInt32(), mean.AsUInt32()), Vector128<ushort>.Zero);
            MemoryMarshal.Write(result[i..], bytes.AsUInt32().ToScalar());
        }

        for (; i < result.Length; i++)
            result[i] = (byte)(((((above[i] >> 4) * aboveWeight) >> 16) + (((below[i] >> 4) * belowWeight) >> 16) + 2) >> 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Widen(uint pixel)
    {
        Vector128<ushort> words = Vector128.WidenLower(Vector128.CreateScalar(pixel).AsByte());
        return Vector128.WidenLower(words).AsInt32();
    }
}
