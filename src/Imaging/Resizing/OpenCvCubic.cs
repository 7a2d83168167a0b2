using System.Buffers;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;
using Fovea.Imaging.Simd;

namespace Fovea.Imaging.Resizing;

/// <summary>OpenCV's bicubic resize of bytes, without antialiasing.</summary>
/// <remarks>
/// Facts of OpenCV 4 (modules/imgproc/src/resize.cpp): rows are interpolated in fixed point with 11 bits. Four of them are added up in
/// float, eight values at a time (VResizeCubicVec_32s8u); the values of a row that are left over, fewer than eight, in integers
/// (FixedPtCast). A row of colours has three values a pixel there.
/// </remarks>
internal static class OpenCvCubic
{
    private const int Colours = 3;

    // Values that OpenCV computes together.
    private const int Together = 8;

    /// <summary>Resizes an image and crops it.</summary>
    public static void Run<TSink>(PixelRows source, int width, int height, CropWindow columns, CropWindow rows, TSink sink)
        where TSink : IPixelRowSink, allows ref struct
    {
        using OpenCvCubicAxis x = OpenCvCubicAxis.Rent(source.Width, width, columns.First, columns.Count);
        using OpenCvCubicAxis y = OpenCvCubicAxis.Rent(source.Height, height, rows.First, rows.Count);
        int length = columns.Count * source.PixelBytes;
        int[] rented = ArrayPool<int>.Shared.Rent(OpenCvCubicAxis.Taps * length);
        byte[] bytes = ArrayPool<byte>.Shared.Rent(length);
        Span<byte> result = bytes.AsSpan(0, length);
        // Row r of the source, interpolated, is kept at r % 4.
        Span<int> kept = stackalloc int[OpenCvCubicAxis.Taps];
        kept.Fill(-1);
        int first = FirstInIntegers(width, columns, source.PixelBytes);
        for (int i = 0; i < rows.Count; i++)
        {
            for (int tap = 0; tap < OpenCvCubicAxis.Taps; tap++)
            {
                int row = CubicRows.Row(y.Second[i], tap, source.Height), place = row % OpenCvCubicAxis.Taps;
                if (kept[place] != row)
                    CubicPass.Horizontal(source.Row(kept[place] = row), source.PixelBytes, x, rented.AsSpan(place * length, length));
            }

            var taps = new CubicRows(rented, length, y.Second[i], source.Height);
            CubicPass.InFloats(taps, y.Weights(i), result);
            CubicPass.InIntegers(taps, y.Weights(i), first, result);
            sink.WriteRow(result, columns.Offset, rows.Offset + i);
        }

        ArrayPool<byte>.Shared.Return(bytes);
        ArrayPool<int>.Shared.Return(rented);
    }

    // The first byte of the crop's rows that has a value which OpenCV computes in integers; all before it are floats.
    private static int FirstInIntegers(int width, CropWindow columns, int pixelBytes)
    {
        int values = pixelBytes == 4 ? Colours : 1;
        int value = width * values / Together * Together - columns.First * values;
        return Math.Clamp(value / values * pixelBytes + value % values, 0, columns.Count * pixelBytes);
    }
}
