using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fovea.Imaging.Simd;

/// <summary>Rows of Y, Cb and Cr to opaque RGBA (JFIF's equations; 16 binary places with libjpeg's rounding, jdcolor.c).</summary>
internal static class ColorRows
{
    private const int Places = 16;
    private const int Half = 1 << (Places - 1);
    private const int CrToRed = 91881;      // 1.40200
    private const int CbToBlue = 116130;    // 1.77200
    private const int CrToGreen = -46802;   // -0.71414
    private const int CbToGreen = -22554;   // -0.34414

    /// <summary>Writes one row; the operands must have at least its number of pixels.</summary>
    public static void Convert(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> cb, ReadOnlySpan<byte> cr, Span<uint> pixels)
    {
        int x = 0;
        for (; x + 8 <= pixels.Length; x += 8)
        {
            Vector256<int> y = Samples(luma, x);
            Vector256<int> blue = Samples(cb, x) - Vector256.Create(128), red = Samples(cr, x) - Vector256.Create(128);
            Vector256<int> half = Vector256.Create(Half);
            Vector256<int> r = Limit(y + (red * CrToRed + half >> Places));
            Vector256<int> g = Limit(y + (blue * CbToGreen + red * CrToGreen + half >> Places));
            Vector256<int> b = Limit(y + (blue * CbToBlue + half >> Places));
            (r | g << 8 | b << 16 | Vector256.Create(0xFF << 24)).AsUInt32().CopyTo(pixels[x..]);
        }

        for (; x < pixels.Length; x++)
        {
            (int y, int blue, int red) = (luma[x], cb[x] - 128, cr[x] - 128);
            int r = Math.Clamp(y + (red * CrToRed + Half >> Places), 0, 255);
            int g = Math.Clamp(y + (blue * CbToGreen + red * CrToGreen + Half >> Places), 0, 255);
            int b = Math.Clamp(y + (blue * CbToBlue + Half >> Places), 0, 255);
            pixels[x] = (uint)(r | g << 8 | b << 16 | 0xFF << 24);
        }
    }

    /// <summary>Writes one row of gray pixels.</summary>
    public static void Repeat(ReadOnlySpan<byte> luma, Span<uint> pixels)
    {
        for (int x = 0; x < pixels.Length; x++)
            pixels[x] = luma[x] * 0x010101u | 0xFF000000;
    }

    private static Vector256<int> Samples(ReadOnlySpan<byte> row, int x) =>
        Avx2.ConvertToVector256Int32(Vector128.CreateScalarUnsafe(MemoryMarshal.Read<ulong>(row[x..])).AsByte());

    private static Vector256<int> Limit(Vector256<int> value) => Vector256.Min(Vector256.Max(value, Vector256<int>.Zero), Vector256.Create(255));
}
