using System.Buffers;
using System.Runtime.InteropServices;
using Fovea.Imaging.Buffers;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;

namespace Fovea.Imaging.Resizing;

/// <summary>
/// Resizes and crops one plane of float32 to the same bits as Pillow an image of mode F: a horizontal pass, an intermediate image of
/// float32, and a vertical pass, with sums in float64; a pass that would not change the size is skipped. Computes only the pixels of the crop, and
/// passes its rows to a sink. Thread-safe; allocates nothing in steady state.
/// </summary>
public sealed class PlaneResizer
{
    private readonly ResizeFilter _filter;
    private readonly ResizeTableCache<ResampleTaps> _taps = new(ResampleTaps.Create);

    /// <summary>Creates a resizer.</summary>
    /// <param name="filter">The resampling filter; of OpenCV's, the nearest one.</param>
    /// <exception cref="ArgumentException">The filter has no form for float32.</exception>
    public PlaneResizer(ResizeFilter filter)
    {
        if (!Supports(filter))
            throw new ArgumentException($"{filter} resizes bytes only.", nameof(filter));
        _filter = filter;
    }

    /// <summary>Whether planes are resized by a filter.</summary>
    public static bool Supports(ResizeFilter filter) => filter is <= ResizeFilter.Hamming or ResizeFilter.OpenCvNearest;

    /// <summary>Resizes a plane and crops it.</summary>
    /// <param name="source">The plane.</param>
    /// <param name="width">The width of the whole resized plane in pixels.</param>
    /// <param name="height">Its height in pixels.</param>
    /// <param name="columns">The columns of the crop.</param>
    /// <param name="rows">The rows of the crop.</param>
    /// <param name="sink">Receives each row of the crop once, from top to bottom.</param>
    /// <typeparam name="TSink">The type of the sink.</typeparam>
    public void Run<TSink>(PlaneRows source, int width, int height, CropWindow columns, CropWindow rows, TSink sink)
        where TSink : IPlaneRowSink, allows ref struct
    {
        if (width == source.Width && height == source.Height)
            Copy(source, columns, rows, sink);
        else if (_filter is ResizeFilter.Nearest or ResizeFilter.OpenCvNearest)
            PickNearest(source, width, height, columns, rows, sink);
        else if (width == source.Width)
            ResampleColumns(source.Part(columns.First, 0, columns.Count, source.Height), source.Height, 0, height, columns, rows, sink);
        else
            ResampleRows(source, width, height, columns, rows, sink);
    }

    private static void Copy<TSink>(PlaneRows source, CropWindow columns, CropWindow rows, TSink sink)
        where TSink : IPlaneRowSink, allows ref struct
    {
        for (int y = 0; y < rows.Count; y++)
            sink.WriteRow(source.Row(rows.First + y, columns.First)[..columns.Count], columns.Offset, rows.Offset + y);
    }

    private void PickNearest<TSink>(PlaneRows source, int width, int height, CropWindow columns, CropWindow rows, TSink sink)
        where TSink : IPlaneRowSink, allows ref struct
    {
        int[] positions = ArrayPool<int>.Shared.Rent(columns.Count + rows.Count);
        float[] rented = ArrayPool<float>.Shared.Rent(columns.Count);
        Span<int> sourceColumns = positions.AsSpan(0, columns.Count), sourceRows = positions.AsSpan(columns.Count, rows.Count);
        Span<float> row = rented.AsSpan(0, columns.Count);
        NearestTable.Fill(_filter, sourceColumns, source.Width, width, columns.First);
        NearestTable.Fill(_filter, sourceRows, source.Height, height, rows.First);
        for (int y = 0; y < rows.Count; y++)
        {
            row.Clear();
            for (int x = 0; sourceRows[y] != NearestTable.Outside && x < row.Length; x++)
                row[x] = sourceColumns[x] == NearestTable.Outside ? 0 : source.Row(sourceRows[y])[sourceColumns[x]];
            sink.WriteRow(row, columns.Offset, rows.Offset + y);
        }

        ArrayPool<float>.Shared.Return(rented);
        ArrayPool<int>.Shared.Return(positions);
    }

    private void ResampleRows<TSink>(PlaneRows source, int width, int height, CropWindow columns, CropWindow rows, TSink sink)
        where TSink : IPlaneRowSink, allows ref struct
    {
        ResampleTaps horizontal = _taps.Get(_filter, source.Width, width, columns.First, columns.Count);
        bool vertical = height != source.Height;
        (int first, int end) = (rows.First, rows.First + rows.Count);
        if (vertical)
        {
            ResampleTaps needed = _taps.Get(_filter, source.Height, height, rows.First, rows.Count);
            (first, end) = (needed.FirstInput, needed.EndInput);
        }

        int pitch = columns.Count;
        byte[] rented = BufferPool.Shared.Rent(pitch * (end - first) * sizeof(float));
        Span<float> narrowed = MemoryMarshal.Cast<byte, float>(rented.AsSpan())[..(pitch * (end - first))];
        for (int y = first; y < end; y++)
        {
            Span<float> row = narrowed.Slice((y - first) * pitch, pitch);
            SumRow(source.Row(y), horizontal, row);
            if (!vertical)
                sink.WriteRow(row, columns.Offset, rows.Offset + y - first);
        }

        if (vertical)
            ResampleColumns(new PlaneRows(narrowed, pitch, end - first, pitch), source.Height, first, height, columns, rows, sink);
        BufferPool.Shared.Return(rented);
    }

    // The source has the crop's columns, and the rows from firstRow on of a plane of fullHeight rows.
    private void ResampleColumns<TSink>(
        PlaneRows source, int fullHeight, int firstRow, int height, CropWindow columns, CropWindow rows, TSink sink)
        where TSink : IPlaneRowSink, allows ref struct
    {
        ResampleTaps taps = _taps.Get(_filter, fullHeight, height, rows.First, rows.Count);
        double[] sums = ArrayPool<double>.Shared.Rent(columns.Count);
        float[] rented = ArrayPool<float>.Shared.Rent(columns.Count);
        Span<float> row = rented.AsSpan(0, columns.Count);
        for (int y = 0; y < rows.Count; y++)
        {
            Span<double> sum = sums.AsSpan(0, columns.Count);
            sum.Clear();
            int input = taps.Start(y) - firstRow;
            foreach (double weight in taps.Weights(y))
            {
                ReadOnlySpan<float> values = source.Row(input++);
                for (int x = 0; x < sum.Length; x++)
                    sum[x] += values[x] * weight;
            }

            for (int x = 0; x < row.Length; x++)
                row[x] = (float)sum[x];
            sink.WriteRow(row, columns.Offset, rows.Offset + y);
        }

        ArrayPool<float>.Shared.Return(rented);
        ArrayPool<double>.Shared.Return(sums);
    }

    private static void SumRow(ReadOnlySpan<float> source, ResampleTaps taps, Span<float> row)
    {
        for (int x = 0; x < row.Length; x++)
        {
            ReadOnlySpan<double> weights = taps.Weights(x);
            ReadOnlySpan<float> values = source.Slice(taps.Start(x), weights.Length);
            double sum = 0;
            for (int t = 0; t < weights.Length; t++)
                sum += values[t] * weights[t];
            row[x] = (float)sum;
        }
    }
}
