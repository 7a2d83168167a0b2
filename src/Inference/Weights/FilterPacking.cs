using System.Runtime.InteropServices;
using Fovea.Inference.Steps;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Winograd;

namespace Fovea.Inference.Weights;

/// <summary>Weights on their way from a tensor, which may lie in a file, into packed panels: in pieces that stay in cache, a part per thread.</summary>
internal static unsafe class FilterPacking
{
    /// <summary>Filters [column, channel, tap], such as those of a convolution or the columns of a transposed matrix, into one panel.</summary>
    /// <param name="weights">The tensor.</param>
    /// <param name="first">The first float of the matrix in the tensor.</param>
    /// <param name="taps">Taps of the kernel.</param>
    /// <param name="run">Channels.</param>
    /// <param name="layout">The panels of the matrix.</param>
    /// <param name="panel">Which panel.</param>
    /// <param name="target">The packed matrix.</param>
    /// <param name="buffer">What is read into.</param>
    public static void Filters(Tensor weights, long first, int taps, int run, in PanelLayout layout, int panel, float* target, PackingBuffer buffer)
    {
        int width = layout.Vectors(panel) * layout.Lanes;
        float* place = target + (layout.FirstColumn(panel) * layout.Depth);
        int step = Step(layout.ColumnsIn(panel), taps, run);
        for (int channel = 0; channel < run; channel += step)
        {
            int count = Math.Min(step, run - channel);
            float* source = ReadPanel(weights, first, taps, run, in layout, panel, channel, count, buffer);
            var filters = new PackingArguments
            {
                Source = source,
                Taps = taps,
                TapStride = 1,
                Run = count,
                RunStride = taps,
                ColumnStride = (long)count * taps,
                FullRun = run,
            };
            WeightPacking.PackPanel(in filters, in layout, panel, place + ((long)channel * width));
        }
    }

    /// <summary>Filters of one panel, transformed for Winograd's algorithm.</summary>
    public static void Winograd(Tensor weights, WinogradShape shape, WinogradWeights transform, in PanelLayout layout, int panel, float* target, PackingBuffer buffer)
    {
        int channels = shape.Convolution.InputChannels;
        int taps = shape.Convolution.Taps;
        int step = Step(layout.ColumnsIn(panel), taps, channels);
        for (int channel = 0; channel < channels; channel += step)
        {
            int count = Math.Min(step, channels - channel);
            float* source = ReadPanel(weights, 0, taps, channels, in layout, panel, channel, count, buffer);
            var filters = new WinogradFilters { Source = source, FilterStride = (long)count * taps, FirstChannel = channel, Channels = count };
            transform.PackPanel(in filters, in layout, panel, target);
        }
    }

    /// <summary>The rows of a matrix [depth, columns] that are packed as one part.</summary>
    public static int RowsPerPart(int columns) => Math.Max(1, PackingBuffer.Floats / Math.Max(1, columns));

    /// <summary>Some rows of a matrix [depth, columns] into all panels.</summary>
    public static void Rows(Tensor weights, int firstRow, int rows, in PanelLayout layout, float* target, PackingBuffer buffer)
    {
        float* source = buffer.Room((long)rows * layout.Columns);
        Read(weights, (long)firstRow * layout.Columns, source, (long)rows * layout.Columns);
        for (int panel = 0; panel < layout.Panels; panel++)
        {
            int width = layout.Vectors(panel) * layout.Lanes;
            float* place = target + (layout.FirstColumn(panel) * layout.Depth) + ((long)firstRow * width);
            var part = new PackingArguments
            {
                Source = source + layout.FirstColumn(panel),
                Taps = 1,
                Run = rows,
                RunStride = layout.Columns,
                ColumnStride = 1,
                FullRun = rows,
            };
            WeightPacking.PackPanel(in part, in layout, panel, place);
        }
    }

    /// <summary>Floats of a tensor into memory.</summary>
    public static void Read(Tensor weights, long first, float* target, long count)
    {
        while (count > 0)
        {
            int some = (int)Math.Min(count, int.MaxValue / sizeof(float));
            weights.Read(first * sizeof(float), MemoryMarshal.AsBytes(new Span<float>(target, some)));
            first += some;
            target += some;
            count -= some;
        }
    }

    private static int Step(int columns, int taps, int run) => Math.Clamp(PackingBuffer.Floats / (columns * taps), 1, run);

    // The panel's filters are neighbours in the tensor: all channels of them are one read, some channels a read for each filter.
    private static float* ReadPanel(
        Tensor weights, long first, int taps, int run, in PanelLayout layout, int panel, int channel, int count, PackingBuffer buffer)
    {
        int columns = layout.ColumnsIn(panel);
        long filter = (long)run * taps;
        long piece = (long)count * taps;
        long start = first + (layout.FirstColumn(panel) * filter);
        float* source = buffer.Room(columns * piece);
        if (count == run)
        {
            Read(weights, start, source, columns * filter);
            return source;
        }

        for (int column = 0; column < columns; column++)
            Read(weights, start + (column * filter) + ((long)channel * taps), source + (column * piece), piece);
        return source;
    }
}
