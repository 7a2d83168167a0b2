using System.Buffers;
using System.Runtime.InteropServices;
using Fovea.Imaging.Buffers;
using Fovea.Imaging.Simd;

namespace Fovea.Imaging.Jpeg;

/// <summary>
/// Decodes the most common kind of JPEG (baseline, 8 bits, Huffman codes, grayscale or YCbCr with full or halved chroma, one scan) with
/// SIMD, to the same bits as libjpeg: Skia's build of libjpeg has no SIMD on x64. Gives up on everything else, and on damaged files, which
/// Skia then decodes or refuses. Memory-safe for any input.
/// </summary>
internal static class BaselineJpeg
{
    /// <summary>The bytes after a plane that a vector over its last samples may read.</summary>
    private const int ReadBeyond = 32;

    /// <summary>Decodes into RGBA pixels, rows without gaps; false when the file is left to Skia, and the pixels are undefined.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> file, int width, int height, Span<byte> rgba)
    {
        if (!InverseTransform.IsSupported || !JpegScan.TryRead(file, out JpegScan scan) || (scan.Width, scan.Height) != (width, height))
            return false;
        byte[][] planes = [.. scan.Components.Select(c => BufferPool.Shared.Rent(c.Stride * c.Rows + ReadBeyond))];
        try
        {
            if (!TryReadPlanes(file, scan, planes))
                return false;
            WriteRows(scan, planes, MemoryMarshal.Cast<byte, uint>(rgba[..(4 * width * height)]));
            return true;
        }
        finally
        {
            foreach (byte[] plane in planes)
                BufferPool.Shared.Return(plane);
        }
    }

    private static bool TryReadPlanes(ReadOnlySpan<byte> file, JpegScan scan, byte[][] planes)
    {
        var reader = new EntropyReader(file, scan.DataOffset);
        Span<short> block = stackalloc short[64];
        Span<int> predictors = stackalloc int[scan.Components.Length];
        predictors.Clear();
        int restarts = 0, untilRestart = scan.RestartInterval;
        for (int row = 0; row < scan.UnitRows; row++)
        {
            for (int column = 0; column < scan.UnitsPerRow; column++)
            {
                if (scan.RestartInterval > 0 && untilRestart-- == 0)
                {
                    if (!reader.TryRestart(restarts++ & 7))
                        return false;
                    predictors.Clear();
                    untilRestart = scan.RestartInterval - 1;
                }

                for (int i = 0; i < planes.Length; i++)
                {
                    if (!TryReadUnit(ref reader, scan.Components[i], row, column, ref predictors[i], block, planes[i]))
                        return false;
                }
            }
        }

        return reader.GoesOn();
    }

    private static bool TryReadUnit(
        ref EntropyReader reader, JpegComponent component, int row, int column, ref int predictor, scoped Span<short> block, byte[] plane)
    {
        for (int v = 0; v < component.Vertical; v++)
        {
            for (int h = 0; h < component.Horizontal; h++)
            {
                block.Clear();
                if (!reader.TryReadBlock(component.Dc, component.Ac, ref predictor, block, out int last))
                    return false;
                Span<byte> samples = plane.AsSpan(
                    8 * ((row * component.Vertical + v) * component.Stride + column * component.Horizontal + h));
                bool isValid = last == 0
                    ? InverseTransform.TryFill(block[0], component.Quantization[0], samples, component.Stride)
                    : InverseTransform.TryRun(block, component.Quantization, samples, component.Stride);
                if (!isValid)
                    return false;
            }
        }

        return true;
    }

    private static void WriteRows(JpegScan scan, byte[][] planes, Span<uint> pixels)
    {
        JpegComponent luma = scan.Components[0];
        if (planes.Length == 1 || !scan.Halved.Columns)
        {
            for (int y = 0; y < scan.Height; y++)
            {
                Span<uint> row = pixels.Slice(y * scan.Width, scan.Width);
                if (planes.Length == 1)
                    ColorRows.ConvertGray(planes[0].AsSpan(y * luma.Stride), row);
                else
                    ColorRows.Convert(
                        planes[0].AsSpan(y * luma.Stride), planes[1].AsSpan(y * luma.Stride), planes[2].AsSpan(y * luma.Stride), row);
            }

            return;
        }

        int length = 2 * scan.Components[1].Width + ChromaRows.Slack;
        byte[] wide = ArrayPool<byte>.Shared.Rent(2 * length);
        ushort[] sums = ArrayPool<ushort>.Shared.Rent(length);
        for (int y = 0; y < scan.Height; y++)
        {
            Upsample(scan, scan.Components[1], planes[1], y, sums, wide.AsSpan(0, length));
            Upsample(scan, scan.Components[2], planes[2], y, sums, wide.AsSpan(length, length));
            ColorRows.Convert(
                planes[0].AsSpan(y * luma.Stride), wide.AsSpan(0, length), wide.AsSpan(length, length),
                pixels.Slice(y * scan.Width, scan.Width));
        }

        ArrayPool<byte>.Shared.Return(wide);
        ArrayPool<ushort>.Shared.Return(sums);
    }

    // At the edge of the image the second nearest row is the nearest row itself.
    private static void Upsample(JpegScan scan, JpegComponent chroma, byte[] plane, int y, Span<ushort> sums, Span<byte> row)
    {
        int near = scan.Halved.Rows ? y / 2 : y;
        int far = scan.Halved.Rows ? Math.Clamp(near + (y % 2 == 0 ? -1 : 1), 0, chroma.Height - 1) : near;
        ChromaRows.Upsample(
            plane.AsSpan(near * chroma.Stride, chroma.Width), plane.AsSpan(far * chroma.Stride, chroma.Width), sums, row, scan.Halved.Rows);
    }
}
