using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fovea.Imaging.Simd;

/// <summary>
/// The inverse discrete cosine transform of a block, with the same bits as libjpeg's accurate integer transform (jidctint.c): the algorithm
/// of Loeffler, Ligtenberg and Moschytz ("Practical fast 1-D DCT algorithms with 11 multiplications", 1989) in fixed point with 13 fraction
/// bits; the columns are transformed first, and their results keep 2 more fraction bits, then the rows. Each of eight vectors has one row
/// of the block, so one transform of the vectors transforms the eight columns at the same time, one per lane; the rows are transformed in
/// the same way after a transposition.
/// </summary>
internal static class InverseTransform
{
    /// <summary>
    /// The largest magnitude of a dequantized coefficient. Up to it no sum of the first pass overflows 32 bits; coefficients of undamaged
    /// files are below 8193. In the second pass sums may wrap: only bits of the results that do not depend on the overflow are used.
    /// </summary>
    private const int MostCoefficient = 10_000;

    private const int FractionBits = 13;
    private const int ExtraBits = 2;

    /// <summary>Whether this processor has the instructions.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>Transforms a block; false when a coefficient is out of bounds.</summary>
    /// <param name="block">The 64 quantized coefficients, row by row.</param>
    /// <param name="quantization">Their 64 quantization factors, row by row.</param>
    /// <param name="samples">Is given eight rows of eight samples.</param>
    /// <param name="stride">The distance between the starts of two rows of samples.</param>
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

        Transform(ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7, FractionBits - ExtraBits);
        Transpose(ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7);
        // The shift by 3 more bits divides by 8: each of the two transforms of length 8 is scaled by the square root of 8.
        Transform(ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7, FractionBits + ExtraBits + 3);
        Transpose(ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7);
        Store(x0, x1, samples, stride);
        Store(x2, x3, samples[(2 * stride)..], stride);
        Store(x4, x5, samples[(4 * stride)..], stride);
        Store(x6, x7, samples[(6 * stride)..], stride);
        return true;
    }

    /// <summary>
    /// Transforms a block whose only non-zero coefficient is the first one, so that all samples are equal; false when the coefficient is
    /// out of bounds. The shifts are those of the two passes, and of the ten bits that <see cref="Store"/> keeps.
    /// </summary>
    public static bool TryFill(short coefficient, int factor, Span<byte> samples, int stride)
    {
        int value = coefficient * factor;
        if (Math.Abs(value) > MostCoefficient)
            return false;
        byte sample = (byte)Math.Clamp(((value << ExtraBits) + (1 << (ExtraBits + 2)) >> (ExtraBits + 3) << 22 >> 22) + 128, 0, 255);
        for (int y = 0; y < 8; y++)
            samples.Slice(y * stride, 8).Fill(sample);
        return true;
    }

    // One row of coefficients, sign-extended to eight lanes of 32 bits, times the quantization factors.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Line(ref short coefficients, ref int factors, int line) =>
        Avx2.ConvertToVector256Int32(Vector128.LoadUnsafe(ref coefficients, (nuint)(8 * line)))
        * Vector256.LoadUnsafe(ref factors, (nuint)(8 * line));

    // The one-dimensional transform of eight columns, in place: lane i of x0..x7 is column i. The constants are sums of cosines times 2^13,
    // rounded, as in jidctint.c, where they are called FIX_0_541196100 (4433) and so on. The shift removes the fraction bits of the
    // constants, and rounds to nearest.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transform(
        ref Vector256<int> x0, ref Vector256<int> x1, ref Vector256<int> x2, ref Vector256<int> x3,
        ref Vector256<int> x4, ref Vector256<int> x5, ref Vector256<int> x6, ref Vector256<int> x7, int shift)
    {
        Vector256<int> half = Vector256.Create(1 << (shift - 1));

        // The even part: a rotation of x2 and x6, and the sum and difference of x0 and x4. The rounding half is added to the latter,
        // because each result is e + o or e - o, and so contains it exactly once.
        Vector256<int> turn = (x2 + x6) * 4433;
        Vector256<int> low = turn - x6 * 15137, high = turn + x2 * 6270;
        Vector256<int> sum = Vector256.ShiftLeft(x0 + x4, FractionBits) + half, difference = Vector256.ShiftLeft(x0 - x4, FractionBits)
            + half;
        Vector256<int> e0 = sum + high, e3 = sum - high, e1 = difference + low, e2 = difference - low;

        // The odd part, with the 9 multiplications that its factors share.
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

    // Transposes 8x8 lanes in three steps. Unpacking interleaves two vectors within each half of 128 bits: single lanes of rows 0 and 1, 2
    // and 3, ..., then pairs of lanes of these results, which makes 4x4 transpositions in the halves. The last step exchanges halves: 0x20
    // takes the lower half of both operands, 0x31 the upper one.
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

    // Stores two rows. libjpeg looks a result up in a table of 1024 entries by its lowest ten bits, taken as a signed number, plus 128,
    // clamped to 0..255; shifting left and right by 22 bits sign-extends the ten bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<int> first, Vector256<int> second, Span<byte> samples, int stride)
    {
        Vector256<int> middle = Vector256.Create(128);
        // Packing works within the halves of 128 bits: words has samples 0-3 of the first row, 0-3 of the second, 4-7 of the first, 4-7 of
        // the second. After packing to bytes, elements 0 and 4 of 32 bits are the first row, elements 1 and 5 the second. Saturation clamps
        // to 0..255.
        Vector256<short> words = Avx2.PackSignedSaturate((first << 22 >> 22) + middle, (second << 22 >> 22) + middle);
        Vector256<byte> bytes = Avx2.PackUnsignedSaturate(words, words);
        Vector256<int> parts = bytes.AsInt32();
        MemoryMarshal.Write(samples, (ulong)(uint)parts.GetElement(0) | (ulong)(uint)parts.GetElement(4) << 32);
        MemoryMarshal.Write(samples[stride..], (ulong)(uint)parts.GetElement(1) | (ulong)(uint)parts.GetElement(5) << 32);
    }
}
