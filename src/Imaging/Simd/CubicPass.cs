using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Fovea.Imaging.Resampling;

namespace Fovea.Imaging.Simd;

/// <summary>
/// The passes of OpenCV's bicubic resize. No operation is fused with another one, so that every processor gives the same bits.
/// </summary>
internal static class CubicPass
{
    // Two weights of 11 bits each.
    private const int Bits = 22;

    /// <summary>Interpolates a row: each output is the sum of four neighbouring pixels, times weights that add up to 2048.</summary>
    public static void Horizontal(ReadOnlySpan<byte> row, int pixelBytes, OpenCvCubicAxis axis, Span<int> result)
    {
        ReadOnlySpan<int> second = axis.Second;
        if (pixelBytes == 4)
        {
            ReadOnlySpan<uint> pixels = MemoryMarshal.Cast<byte, uint>(row);
            for (int i = 0; i < second.Length; i++)
            {
                ReadOnlySpan<int> weights = axis.Weights(i);
                Vector128<int> sum = Vector128<int>.Zero;
                for (int tap = 0; tap < OpenCvCubicAxis.Taps; tap++)
                    sum += Widen(pixels[Math.Clamp(second[i] - 1 + tap, 0, pixels.Length - 1)]) * weights[tap];
                sum.CopyTo(result[(i * 4)..]);
            }

            return;
        }

        for (int i = 0; i < second.Length; i++)
        {
            ReadOnlySpan<int> weights = axis.Weights(i);
            int sum = 0;
            for (int tap = 0; tap < OpenCvCubicAxis.Taps; tap++)
                sum += row[Math.Clamp(second[i] - 1 + tap, 0, row.Length - 1)] * weights[tap];
            result[i] = sum;
        }
    }

    /// <summary>Adds up four rows of sums in float, and rounds halves to even.</summary>
    public static void InFloats(CubicRows rows, ReadOnlySpan<int> weights, Span<byte> result)
    {
        const float Scale = 1f / (1 << Bits);
        float w0 = weights[0] * Scale, w1 = weights[1] * Scale, w2 = weights[2] * Scale, w3 = weights[3] * Scale;
        int i = 0;
        for (; i <= result.Length - 4; i += 4)
        {
            // Products and sums are rounded one after the other: no operation of the two together.
            Vector128<float> sum =
                Part(rows.First, i, w0) + (Part(rows.Second, i, w1) + (Part(rows.Third, i, w2) + Part(rows.Fourth, i, w3)));
            Vector128<float> limited = Vector128.Clamp(Vector128.Round(sum), Vector128<float>.Zero, Vector128.Create(255f));
            Vector128<uint> whole = Vector128.ConvertToInt32(limited).AsUInt32();
            Vector128<byte> bytes = Vector128.Narrow(Vector128.Narrow(whole, whole), Vector128<ushort>.Zero);
            MemoryMarshal.Write(result[i..], bytes.AsUInt32().ToScalar());
        }

        for (; i < result.Length; i++)
        {
            float sum = rows.First[i] * w0 + (rows.Second[i] * w1 + (rows.Third[i] * w2 + rows.Fourth[i] * w3));
            result[i] = (byte)Math.Clamp(MathF.Round(sum), 0, byte.MaxValue);
        }

        static Vector128<float> Part(ReadOnlySpan<int> row, int at, float weight) =>
            Vector128.ConvertToSingle(Vector128.Create(row[at..])) * weight;
    }

    /// <summary>The same in integers, from a byte of the result on; halves are rounded up.</summary>
    public static void InIntegers(CubicRows rows, ReadOnlySpan<int> weights, int first, Span<byte> result)
    {
        for (int i = first; i < result.Length; i++)
        {
            int sum = rows.First[i] * weights[0] + rows.Second[i] * weights[1] + rows.Third[i] * weights[2] + rows.Fourth[i] * weights[3];
            result[i] = (byte)Math.Clamp((sum + (1 << (Bits - 1))) >> Bits, 0, byte.MaxValue);
        }
    }

    private static Vector128<int> Widen(uint pixel) =>
        Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalar(pixel).AsByte())).AsInt32();
}
