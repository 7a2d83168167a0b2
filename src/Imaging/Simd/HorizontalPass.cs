using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Fovea.Imaging.Resampling;

namespace Fovea.Imaging.Simd;

/// <summary>
/// Resamples rows: each output pixel is the weighted sum of neighbouring input pixels, rounded to 8 bits. The arithmetic is that of
/// integers, in which sums do not depend on the order, so every path gives the same bits.
/// </summary>
internal static class HorizontalPass
{
    /// <summary>One half in fixed point: sums start with it, so that the final shift rounds to nearest.</summary>
    private const int Half = 1 << (ResampleWeights.FractionBits - 1);

    /// <summary>Resamples one row of 4-byte pixels.</summary>
    public static void Run4(ReadOnlySpan<byte> source, Span<byte> destination, ResampleWeights weights)
    {
        Span<uint> pixels = MemoryMarshal.Cast<byte, uint>(destination);
        if (Avx2.IsSupported)
        {
            RunPairs(source, pixels, weights);
            return;
        }

        if (Vector128.IsHardwareAccelerated)
        {
            for (int x = 0; x < pixels.Length; x++)
                pixels[x] = Sum4(source, weights, x);
            return;
        }

        for (int x = 0; x < pixels.Length; x++)
        {
            for (int channel = 0; channel < 4; channel++)
                destination[x * 4 + channel] = Sum(source[(weights.Start(x) * 4 + channel)..], 4, weights.Weights(x));
        }
    }

    /// <summary>Resamples one row of 1-byte pixels.</summary>
    public static void Run1(ReadOnlySpan<byte> source, Span<byte> destination, ResampleWeights weights)
    {
        for (int x = 0; x < destination.Length; x++)
            destination[x] = Sum(source[weights.Start(x)..], 1, weights.Weights(x));
    }

    // Two input pixels at a time: eight bytes are zero-extended to eight lanes of 32 bits, the four channels of the first pixel in the
    // lower half, those of the second in the upper half. They are multiplied with weights in the same order (ResampleWeights.Pairs). At the
    // end the halves are added; the rounding half is in the lower one only, so that it counts once.
    private static void RunPairs(ReadOnlySpan<byte> source, Span<uint> pixels, ResampleWeights weights)
    {
        ref byte origin = ref MemoryMarshal.GetReference(source);
        ReadOnlySpan<int> pairs = weights.Pairs;
        int stride = weights.PairStride;
        for (int x = 0; x < pixels.Length; x++)
        {
            int start = weights.Start(x) * 4;
            int bytes = (weights.Count(x) + 1 & ~1) * 4;
            // With an odd number of taps the pixel after the last one is read as well, with a weight of zero. Where it would lie outside of
            // the row, the output is computed without pairs.
            if ((uint)(start + bytes) > (uint)source.Length)
            {
                pixels[x] = Sum4(source, weights, x);
                continue;
            }

            ref byte input = ref Unsafe.Add(ref origin, start);
            ref int weight = ref MemoryMarshal.GetReference(pairs.Slice(x * stride, bytes));
            Vector256<int> sum = Vector256.Create(Vector128.Create(Half), Vector128<int>.Zero);
            for (int i = 0; i < bytes; i += 8)
            {
                Vector128<byte> pixel = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref input, i))).AsByte();
                sum += Avx2.ConvertToVector256Int32(pixel) * Vector256.LoadUnsafe(ref weight, (nuint)i);
            }

            // Bicubic and Lanczos weights can be negative, so a sum may be below 0 or above 255. Packing saturates: first to 16 bits with a
            // sign, which keeps the sign, then to 8 bits without, which clamps to 0..255. The four channels end in the lowest four bytes.
            Vector128<short> total = Sse2.PackSignedSaturate(
                sum.GetLower() + sum.GetUpper() >> ResampleWeights.FractionBits, Vector128<int>.Zero);
            pixels[x] = Sse2.PackUnsignedSaturate(total, total).AsUInt32().ToScalar();
        }
    }

    // One input pixel at a time: its four bytes are widened in two steps to four lanes of 32 bits.
    private static uint Sum4(ReadOnlySpan<byte> source, ResampleWeights weights, int output)
    {
        ReadOnlySpan<int> taps = weights.Weights(output);
        int start = weights.Start(output);
        if ((uint)(start + taps.Length) * 4 > (uint)source.Length)
            throw new ArgumentException("The row is shorter than the weights say.", nameof(source));
        ref byte pixels = ref Unsafe.Add(ref MemoryMarshal.GetReference(source), start * 4);
        Vector128<int> sum = Vector128.Create(Half);
        for (int t = 0; t < taps.Length; t++)
        {
            uint pixel = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref pixels, t * 4));
            Vector128<ushort> words = Vector128.WidenLower(Vector128.CreateScalarUnsafe(pixel).AsByte());
            sum += Vector128.WidenLower(words).AsInt32() * Vector128.Create(taps[t]);
        }

        sum = Vector128.Min(Vector128.Max(sum >> ResampleWeights.FractionBits, Vector128<int>.Zero), Vector128.Create(255));
        // The low byte of each lane is moved to the first four bytes; an index of 255 gives zero.
        return Vector128.Shuffle(
            sum.AsByte(), Vector128.Create((byte)0, 4, 8, 12, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255)).AsUInt32()
                .ToScalar();
    }

    private static byte Sum(ReadOnlySpan<byte> samples, int step, ReadOnlySpan<int> taps)
    {
        int sum = Half;
        for (int t = 0; t < taps.Length; t++)
            sum += samples[t * step] * taps[t];
        return (byte)Math.Clamp(sum >> ResampleWeights.FractionBits, 0, 255);
    }
}
