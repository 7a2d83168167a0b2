using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fovea.Imaging.Simd;

/// <summary>
/// Coefficients to samples, with the bits of libjpeg's accurate integer transform: the algorithm of Loeffler, Ligtenberg and Moschytz
/// ("Practical fast 1-D DCT algorithms with 11 multiplications", 1989) with constants of 13 binary places, columns first with 2 extra
/// places, then rows (facts from libjpeg, jidctint.c). A vector holds one line of eight, so eight transforms run at once.
/// </summary>
internal static class InverseTransform
{
    /// <summary>
    /// The largest magnitude of a dequantized coefficient. Up to it no sum of the first pass leaves 32 bits; files of sound pictures stay below
    /// 8193. In the second pass sums may wrap: of its results only bits that wrapping keeps are used.
    /// </summary>
    private const int MostCoefficient = 10_000;

    private const int Places = 13;
    private const int ExtraPlaces = 2;

    /// <summary>Whether this processor has the instructions.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>Transforms a block into eight rows of samples; false when a coefficient is out of bounds.</summary>
    public static bool TryRun(ReadOnlySpan<short> block, ReadOnlySpan<int> quantization, Span<byte> samples, int stride)
    {
        ref short coefficient = ref MemoryMarshal.GetReference(block[..64]);
        ref int factor = ref MemoryMarshal.GetReference(quantization[..64]);
        Vector256<int> x0 = Line(ref coefficient, ref factor, 0), x1 = Line(ref coefficient, ref factor, 1);
        Vector256<int> x2 = Line(ref coefficient, ref factor, 2), x3 = Line(ref coefficient, ref factor, 3);
        Vector256<int> x4 = Line(ref coefficient, ref factor, 4), x5 = Line(ref coefficient, ref factor, 5);
        Vector256<int> x6 = Line(ref coefficient, ref factor, 6), x7 = Line(ref coefficient, ref factor, 7);
        Vector256<int> most = Vector256.Max(
            Vector256.Max(Vector256.Max(Vector256.Abs(x0), Vector256.Abs(x1)), Vector256.Max(Vector256.Abs(x2), Vector256.Abs(x3))),
            Vector256.Max(Vector256.Max(Vector256.Abs(x4), Vector256.Abs(x5)), Vector256.Max(Vector256.Abs(x6), Vector256.Abs(x7))));
        if (Vector256.GreaterThanAny(most, Vector256.Create(MostCoefficient)))
            return false;

        Transform(ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7, Places - ExtraPlaces);
        Transpose(ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7);
        // The factor of 8 is that of two transforms of length 8.
        Transform(ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7, Places + ExtraPlaces + 3);
        Transpose(ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7);
        Store(x0, x1, samples, stride);
        Store(x2, x3, samples[(2 * stride)..], stride);
        Store(x4, x5, samples[(4 * stride)..], stride);
        Store(x6, x7, samples[(6 * stride)..], stride);
        return true;
    }

    /// <summary>A block of which only the first coefficient is not zero: all samples are equal.</summary>
    public static bool TryFill(short coefficient, int factor, Span<byte> samples, int stride)
    {
        int value = coefficient * factor;
        if (Math.Abs(value) > MostCoefficient)
            return false;
        byte sample = (byte)Math.Clamp(((value << ExtraPlaces) + (1 << (ExtraPlaces + 2)) >> (ExtraPlaces + 3) << 22 >> 22) + 128, 0, 255);
        for (int y = 0; y < 8; y++)
            samples.Slice(y * stride, 8).Fill(sample);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Line(ref short coefficients, ref int factors, int line) =>
        Avx2.ConvertToVector256Int32(Vector128.LoadUnsafe(ref coefficients, (nuint)(8 * line))) * Vector256.LoadUnsafe(ref factors, (nuint)(8 * line));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transform(
        ref Vector256<int> x0, ref Vector256<int> x1, ref Vector256<int> x2, ref Vector256<int> x3,
        ref Vector256<int> x4, ref Vector256<int> x5, ref Vector256<int> x6, ref Vector256<int> x7, int shift)
    {
        Vector256<int> half = Vector256.Create(1 << (shift - 1));

        // Even part; the rounding half rides on x0 and x4.
        Vector256<int> turn = (x2 + x6) * 4433;
        Vector256<int> low = turn - x6 * 15137, high = turn + x2 * 6270;
        Vector256<int> sum = Vector256.ShiftLeft(x0 + x4, Places) + half, difference = Vector256.ShiftLeft(x0 - x4, Places) + half;
        Vector256<int> e0 = sum + high, e3 = sum - high, e1 = difference + low, e2 = difference - low;

        // Odd part.
        Vector256<int> both = (x7 + x3 + x5 + x1) * 9633;
        Vector256<int> z1 = (x7 + x1) * -7373, z2 = (x5 + x3) * -20995;
        Vector256<int> z3 = (x7 + x3) * -16069 + both, z4 = (x5 + x1) * -3196 + both;
        Vector256<int> o0 = x7 * 2446 + z1 + z3, o1 = x5 * 16819 + z2 + z4, o2 = x3 * 25172 + z2 + z3, o3 = x1 * 12299 + z1 + z4;

        x0 = e0 + o3 >> shift;
        x7 = e0 - o3 >> shift;
        x1 = e1 + o2 >> shift;
        x6 = e1 - o2 >> shift;
        x2 = e2 + o1 >> shift;
        x5 = e2 - o1 >> shift;
        x3 = e3 + o0 >> shift;
        x4 = e3 - o0 >> shift;
    }

    // Pairs of lines, then pairs of pairs, then halves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        ref Vector256<int> x0, ref Vector256<int> x1, ref Vector256<int> x2, ref Vector256<int> x3,
        ref Vector256<int> x4, ref Vector256<int> x5, ref Vector256<int> x6, ref Vector256<int> x7)
    {
        Vector256<long> a0 = Avx2.UnpackLow(x0, x1).AsInt64(), a1 = Avx2.UnpackHigh(x0, x1).AsInt64();
        Vector256<long> a2 = Avx2.UnpackLow(x2, x3).AsInt64(), a3 = Avx2.UnpackHigh(x2, x3).AsInt64();
        Vector256<long> a4 = Avx2.UnpackLow(x4, x5).AsInt64(), a5 = Avx2.UnpackHigh(x4, x5).AsInt64();
        Vector256<long> a6 = Avx2.UnpackLow(x6, x7).AsInt64(), a7 = Avx2.UnpackHigh(x6, x7).AsInt64();
        Vector256<int> b0 = Avx2.UnpackLow(a0, a2).AsInt32(), b1 = Avx2.UnpackHigh(a0, a2).AsInt32();
        Vector256<int> b2 = Avx2.UnpackLow(a1, a3).AsInt32(), b3 = Avx2.UnpackHigh(a1, a3).AsInt32();
        Vector256<int> b4 = Avx2.UnpackLow(a4, a6).AsInt32(), b5 = Avx2.UnpackHigh(a4, a6).AsInt32();
        Vector256<int> b6 = Avx2.UnpackLow(a5, a7).AsInt32(), b7 = Avx2.UnpackHigh(a5, a7).AsInt32();
        x0 = Avx2.Permute2x128(b0, b4, 0x20);
        x1 = Avx2.Permute2x128(b1, b5, 0x20);
        x2 = Avx2.Permute2x128(b2, b6, 0x20);
        x3 = Avx2.Permute2x128(b3, b7, 0x20);
        x4 = Avx2.Permute2x128(b0, b4, 0x31);
        x5 = Avx2.Permute2x128(b1, b5, 0x31);
        x6 = Avx2.Permute2x128(b2, b6, 0x31);
        x7 = Avx2.Permute2x128(b3, b7, 0x31);
    }

    // Ten bits with their sign, as libjpeg's range table takes them, plus 128, within 0..255; two rows at once.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<int> first, Vector256<int> second, Span<byte> samples, int stride)
    {
        Vector256<int> middle = Vector256.Create(128);
        // Packing works on the two halves of its operands apart: first 0-3, second 0-3, first 4-7, second 4-7.
        Vector256<short> words = Avx2.PackSignedSaturate((first << 22 >> 22) + middle, (second << 22 >> 22) + middle);
        Vector256<byte> bytes = Avx2.PackUnsignedSaturate(words, words);
        Vector256<int> parts = bytes.AsInt32();
        MemoryMarshal.Write(samples, (ulong)(uint)parts.GetElement(0) | (ulong)(uint)parts.GetElement(4) << 32);
        MemoryMarshal.Write(samples[stride..], (ulong)(uint)parts.GetElement(1) | (ulong)(uint)parts.GetElement(5) << 32);
    }
}
