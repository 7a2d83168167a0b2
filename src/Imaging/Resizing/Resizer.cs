using System.Buffers;
using Fovea.Imaging.Buffers;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;
using Fovea.Imaging.Simd;

namespace Fovea.Imaging.Resizing;

/// <summary>
/// Resizes and crops an image to the same bits as Pillow: a horizontal pass, an 8-bit intermediate image, and a vertical pass; a pass that
/// would not change the size is skipped. With a filter of OpenCV, to the same bits as that. Computes only the pixels of the crop, and
/// passes its rows to a sink. Thread-safe; allocates nothing in steady state.
/// </summary>
/// <param name="filter">The resampling filter.</param>
public sealed class Resizer(ResizeFilter filter)
{
    private readonly ResizeTableCache<ResampleWeights> _weights = new(ResampleWeights.Create);

    /// <summary>Resizes an image and crops it.</summary>
    /// <param name="source">The image.</param>
    /// <param name="width">The width of the whole resized image in pixels.</param>
    /// <param name="height">Its height in pixels.</param>
    /// <param name="columns">The columns of the crop.</param>
    /// <param name="rows">The rows of the crop.</param>
    /// <param name="sink">Receives each row of the crop once, from top to bottom.</param>
    /// <typeparam name="TSink">The type of the sink.</typeparam>
    public void Run<TSink>(PixelRows source, int width, int height, CropWindow columns, CropWindow rows, TSink sink)
        where TSink : IPixelRowSink, allows ref struct
    {
        if (width == source.Width && height == source.Height)
            Copy(source, columns, rows, sink);
        else if (filter is ResizeFilter.Nearest or ResizeFilter.OpenCvNearest)
            PickNearest(source, width, height, columns, rows, sink);
        else if (filter == ResizeFilter.OpenCvCubic)
            OpenCvCubic.Run(source, width, height, columns, rows, sink);
        else if (filter is ResizeFilter.OpenCvLinear or ResizeFilter.OpenCvArea)
            RunOpenCv(source, width, height, columns, rows, sink);
        else if (width == source.Width)
            ResampleColumns(source, source.Height, 0, columns.First, height, columns, rows, sink);
        else
            ResampleRows(source, width, height, columns, rows, sink);
    }

    private static void Copy<TSink>(PixelRows source, CropWindow columns, CropWindow rows, TSink sink)
        where TSink : IPixelRowSink, allows ref struct
    {
        for (int y = 0; y < rows.Count; y++)
            sink.WriteRow(
                source.Row(rows.First + y, columns.First)[..(columns.Count * source.PixelBytes)], columns.Offset, rows.Offset + y);
    }

    // OpenCV's bilinear filter is that of areas where exactly half of the pixels remain along each axis, and that of areas a bilinear one
    // where the image grows along an axis.
    private void RunOpenCv<TSink>(PixelRows source, int width, int height, CropWindow columns, CropWindow rows, TSink sink)
        where TSink : IPixelRowSink, allows ref struct
    {
        bool isWhole = OpenCvArea.AreWhole(source, width, height, out int across, out int down);
        bool reduces = width <= source.Width && height <= source.Height;
        if (isWhole && ((across, down) == (2, 2) || (filter == ResizeFilter.OpenCvArea && reduces)))
            OpenCvArea.RunWhole(source, across, down, columns, rows, sink);
        else if (filter == ResizeFilter.OpenCvArea && reduces)
            OpenCvArea.Run(source, width, height, columns, rows, sink);
        else
            OpenCvLinear.Run(source, width, height, columns, rows, filter == ResizeFilter.OpenCvArea, sink);
    }

    private void PickNearest<TSink>(PixelRows source, int width, int height, CropWindow columns, CropWindow rows, TSink sink)
        where TSink : IPixelRowSink, allows ref struct
    {
        int pixelBytes = source.PixelBytes;
        int[] positions = ArrayPool<int>.Shared.Rent(columns.Count + rows.Count);
        byte[] rented = ArrayPool<byte>.Shared.Rent(columns.Count * pixelBytes);
        Span<int> sourceColumns = positions.AsSpan(0, columns.Count);
        Span<int> sourceRows = positions.AsSpan(columns.Count, rows.Count);
        Span<byte> row = rented.AsSpan(0, columns.Count * pixelBytes);
        NearestTable.Fill(filter, sourceColumns, source.Width, width, columns.First);
        NearestTable.Fill(filter, sourceRows, source.Height, height, rows.First);
        for (int y = 0; y < rows.Count; y++)
        {
            row.Clear();
            if (sourceRows[y] != NearestTable.Outside)
            {
                for (int x = 0; x < sourceColumns.Length; x++)
                {
                    if (sourceColumns[x] != NearestTable.Outside)
                        source.Row(sourceRows[y], sourceColumns[x])[..pixelBytes].CopyTo(row[(x * pixelBytes)..]);
                }
            }

            sink.WriteRow(row, columns.Offset, rows.Offset + y);
        }

        ArrayPool<byte>.Shared.Return(rented);
        ArrayPool<int>.Shared.Return(positions);
    }

    private void ResampleRows<TSink>(PixelRows source, int width, int height, CropWindow columns, CropWindow rows, TSink sink)
        where TSink : IPixelRowSink, allows ref struct
    {
        ResampleWeights horizontal = _weights.Get(filter, source.Width, width, columns.First, columns.Count);
        bool vertical = height != source.Height;
        int first = rows.First;
        int end = rows.First + rows.Count;
        if (vertical)
        {
            ResampleWeights needed = _weights.Get(filter, source.Height, height, rows.First, rows.Count);
            first = needed.FirstInput;
            end = needed.EndInput;
        }

        int pitch = columns.Count * source.PixelBytes;
        byte[] rented = BufferPool.Shared.Rent(pitch * (end - first));
        for (int y = first; y < end; y++)
        {
            Span<byte> row = rented.AsSpan((y - first) * pitch, pitch);
            if (source.PixelBytes == 4)
                HorizontalPass.Run4(source.Row(y), row, horizontal);
            else
                HorizontalPass.Run1(source.Row(y), row, horizontal);
            if (!vertical)
                sink.WriteRow(row, columns.Offset, rows.Offset + y - first);
        }

        if (vertical)
        {
            var narrowed = new PixelRows(rented.AsSpan(0, pitch * (end - first)), columns.Count, end - first, source.PixelBytes);
            ResampleColumns(narrowed, source.Height, first, 0, height, columns, rows, sink);
        }

        BufferPool.Shared.Return(rented);
    }

    // The source has the rows from firstRow on of an image of fullHeight rows; the crop starts at its column firstColumn.
    private void ResampleColumns<TSink>(
        PixelRows source, int fullHeight, int firstRow, int firstColumn, int height, CropWindow columns, CropWindow rows, TSink sink)
        where TSink : IPixelRowSink, allows ref struct
    {
        ResampleWeights weights = _weights.Get(filter, fullHeight, height, rows.First, rows.Count);
        byte[] rented = ArrayPool<byte>.Shared.Rent(columns.Count * source.PixelBytes);
        Span<byte> row = rented.AsSpan(0, columns.Count * source.PixelBytes);
        for (int y = 0; y < rows.Count; y++)
        {
            int start = (weights.Start(y) - firstRow) * source.Pitch + firstColumn * source.PixelBytes;
            VerticalPass.Run(source.Bytes[start..], source.Pitch, weights.Weights(y), row);
            sink.WriteRow(row, columns.Offset, rows.Offset + y);
        }

        ArrayPool<byte>.Shared.Return(rented);
    }
}
