using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fovea.Imaging.Simd;

/// <summary>
/// Converts rows of Y, Cb and Cr to opaque RGBA: the equations of JFIF in fixed point with 16 fraction bits, with the constants and the
/// rounding of libjpeg (jdcolor.c), so that the bits are the same.
/// </summary>
internal static class ColorRows
{
    private const int FractionBits = 16;
    private const int Half = 1 << (FractionBits - 1);
    private const int CrToRed = 91881;      // 1.40200
    private const int CbToBlue = 116130;    // 1.77200
    private const int CrToGreen = -46802;   // -0.71414
    private const int CbToGreen = -22554;   // -0.34414

    /// <summary>Converts one row.</summary>
    /// <param name="luma">Y, at least one sample per pixel.</param>
    /// <param name="cb">Cb, at least one sample per pixel.</param>
    /// <param name="cr">Cr, at least one sample per pixel.</param>
    /// <param name="pixels">The row; its length is the number of pixels.</param>
    public static void Convert(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> cb, ReadOnlySpan<byte> cr, Span<uint> pixels)
    {
        // Eight pixels at a time, one per lane of 32 bits. Products are below 2^24, so nothing overflows, and the shift is arithmetic, as
        // in libjpeg.
        int x = 0;
        for (; x + 8 <= pixels.Length; x += 8)
        {
            Vector256<int> y = Samples(luma, x);
            Vector256<int> blue = Samples(cb, x) - Vector256.Create(128), red = Samples(cr, x) - Vector256.Create(128);
            Vector256<int> half = Vector256.Create(Half);
            Vector256<int> r = Limit(y + (red * CrToRed + half >> FractionBits));
            Vector256<int> g = Limit(y + (blue * CbToGreen + red * CrToGreen + half >> FractionBits));
            Vector256<int> b = Limit(y + (blue * CbToBlue + half >> FractionBits));
            // All three are 0..255 now: they are packed into one word per pixel, with an opaque alpha in the highest byte.
            (r | g << 8 | b << 16 | Vector256.Create(0xFF << 24)).AsUInt32().CopyTo(pixels[x..]);
        }

        // The last pixels, with the same arithmetic.
        for (; x < pixels.Length; x++)
        {
            (int y, int blue, int red) = (luma[x], cb[x] - 128, cr[x] - 128);
            int r = Math.Clamp(y + (red * CrToRed + Half >> FractionBits), 0, 255);
            int g = Math.Clamp(y + (blue * CbToGreen + red * CrToGreen + Half >> FractionBits), 0, 255);
            int b = Math.Clamp(y + (blue * CbToBlue + Half >> FractionBits), 0, 255);
            pixels[x] = (uint)(r | g << 8 | b << 16 | 0xFF << 24);
        }
    }

    /// <summary>Converts one row of gray samples: red, green and blue are equal to the sample.</summary>
    public static void ConvertGray(ReadOnlySpan<byte> luma, Span<uint> pixels)
    {
        for (int x = 0; x < pixels.Length; x++)
            pixels[x] = luma[x] * 0x010101u | 0xFF000000;
    }

    // Eight bytes, zero-extended to eight lanes of 32 bits. Reads exactly eight bytes.
    private static Vector256<int> Samples(ReadOnlySpan<byte> row, int x) =>
        Avx2.ConvertToVector256Int32(Vector128.CreateScalarUnsafe(MemoryMarshal.Read<ulong>(row[x..])).AsByte());

    private static Vector256<int> Limit(Vector256<int> value) =>
        Vector256.Min(Vector256.Max(value, Vector256<int>.Zero), Vector256.Create(255));
}
