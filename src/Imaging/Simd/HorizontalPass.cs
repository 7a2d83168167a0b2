using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Fovea.Imaging.Resampling;

namespace Fovea.Imaging.Simd;

/// <summary>Resamples rows: each output pixel is the weighted sum of neighbouring input pixels, rounded to 8 bits. Integer arithmetic: every path gives the same bits.</summary>
internal static class HorizontalPass
{
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

    // Two input pixels at once, one in each half of the vector, a lane per channel; the halves are added at the end.
    private static void RunPairs(ReadOnlySpan<byte> source, Span<uint> pixels, ResampleWeights weights)
    {
        ref byte origin = ref MemoryMarshal.GetReference(source);
        ReadOnlySpan<int> pairs = weights.Pairs;
        int stride = weights.PairStride;
        for (int x = 0; x < pixels.Length; x++)
        {
            int start = weights.Start(x) * 4;
            int bytes = (weights.Count(x) + 1 & ~1) * 4;
            // The pixel behind an odd last one has no weight, but it must exist.
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

            // Packing limits to what the narrower type can hold: below 0 to 0, above 255 to 255.
            Vector128<short> total = Sse2.PackSignedSaturate(sum.GetLower() + sum.GetUpper() >> ResampleWeights.FractionBits, Vector128<int>.Zero);
            pixels[x] = Sse2.PackUnsignedSaturate(total, total).AsUInt32().ToScalar();
        }
    }

    // One input pixel after the other, a lane per channel.
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
        // The low byte of each lane, together in the first four bytes.
        return Vector128.Shuffle(sum.AsByte(), Vector128.Create((byte)0, 4, 8, 12, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255)).AsUInt32().ToScalar();
    }

    private static byte Sum(ReadOnlySpan<byte> samples, int step, ReadOnlySpan<int> taps)
    {
        int sum = Half;
        for (int t = 0; t < taps.Length; t++)
            sum += samples[t * step] * taps[t];
        return (byte)Math.Clamp(sum >> ResampleWeights.FractionBits, 0, 255);
    }
}
