using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Fovea.Models.Preprocessing.Resampling;

/// <summary>Resamples rows: each output pixel is the weighted sum of neighbouring input pixels, rounded to 8 bits. Integer arithmetic: every path gives the same bits.</summary>
internal static class HorizontalPass
{
    private const int Half = 1 << (ResampleWeights.FractionBits - 1);

    /// <summary>Resamples one row of 4-byte pixels.</summary>
    public static void Run4(ReadOnlySpan<byte> source, Span<byte> destination, ResampleWeights weights)
    {
        Span<uint> pixels = MemoryMarshal.Cast<byte, uint>(destination);
        if (Vector128.IsHardwareAccelerated)
        {
            ref byte origin = ref MemoryMarshal.GetReference(source);
            for (int x = 0; x < pixels.Length; x++)
            {
                ReadOnlySpan<int> taps = weights.Weights(x);
                int start = weights.Start(x);
                if ((uint)(start + taps.Length) * 4 > (uint)source.Length)
                    throw new ArgumentException("The row is shorter than the weights say.", nameof(source));
                pixels[x] = Sum4(ref Unsafe.Add(ref origin, start * 4), taps);
            }

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

    // One lane per channel.
    private static uint Sum4(ref byte pixels, ReadOnlySpan<int> taps)
    {
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
