using System.Buffers;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;
using Fovea.Imaging.Simd;

namespace Fovea.Imaging.Resizing;

/// <summary>
/// OpenCV's bilinear resize of bytes, without antialiasing: rows are interpolated in fixed point with 11 bits, and then pairs of them, with
/// 4 bits less, as its vector instructions do.
/// </summary>
internal static class OpenCvLinear
{
    /// <summary>Resizes an image and crops it.</summary>
    public static void Run<TSink>(
        PixelRows source, int width, int height, CropWindow columns, CropWindow rows, bool enlargesAreas, TSink sink)
        where TSink : IPixelRowSink, allows ref struct
    {
        using OpenCvAxis x = OpenCvAxis.Rent(source.Width, width, columns.First, columns.Count, enlargesAreas, clamps: true);
        using OpenCvAxis y = OpenCvAxis.Rent(source.Height, height, rows.First, rows.Count, enlargesAreas, clamps: false);
        int length = columns.Count * source.PixelBytes;
        int[] rented = ArrayPool<int>.Shared.Rent(2 * length);
        byte[] result = ArrayPool<byte>.Shared.Rent(length);
        Span<int> above = rented.AsSpan(0, length), below = rented.AsSpan(length, length);
        (int aboveRow, int belowRow) = (-1, -1);
        for (int i = 0; i < rows.Count; i++)
        {
            int first = Math.Clamp(y.First[i], 0, source.Height - 1), second = Math.Clamp(y.First[i] + 1, 0, source.Height - 1);
            if (first == belowRow)
            {
                Span<int> other = above;
                above = below;
                below = other;
                (aboveRow, belowRow) = (belowRow, aboveRow);
            }

            if (first != aboveRow)
                LinearPass.Horizontal(source.Row(aboveRow = first), source.PixelBytes, x.First, x.FirstWeights, x.SecondWeights, above);
            if (second != belowRow)
                LinearPass.Horizontal(source.Row(belowRow = second), source.PixelBytes, x.First, x.FirstWeights, x.SecondWeights, below);
            LinearPass.Vertical(above, below, y.FirstWeights[i], y.SecondWeights[i], result.AsSpan(0, length));
            sink.WriteRow(result.AsSpan(0, length), columns.Offset, rows.Offset + i);
        }

        ArrayPool<byte>.Shared.Return(result);
        ArrayPool<int>.Shared.Return(rented);
    }
}
