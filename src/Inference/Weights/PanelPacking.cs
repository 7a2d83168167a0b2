using Fovea.Kernels.Gemm;

namespace Fovea.Inference.Weights;

/// <summary>Shared by the packings of float matrices: copies filters or rows into panels, in chunks that stay in cache.</summary>
internal static unsafe class PanelPacking
{
    /// <summary>Floats to read at once.</summary>
    private const int ChunkFloats = PackingBuffer.ChunkBytes / sizeof(float);

    /// <summary>
    /// Filters [column, channel, tap], such as those of a convolution or the columns of a transposed matrix, into one panel.
    /// </summary>
    /// <param name="source">The weights.</param>
    /// <param name="first">The first float of the matrix in the source.</param>
    /// <param name="taps">Taps of the kernel.</param>
    /// <param name="channels">Channels of a filter.</param>
    /// <param name="layout">The panels of the matrix.</param>
    /// <param name="panel">The index of the panel.</param>
    /// <param name="target">The packed matrix.</param>
    public static void Filters(in PackingSource source, long first, int taps, int channels, in PanelLayout layout, int panel, float* target)
    {
        float* destination = target + (layout.FirstColumn(panel) * layout.Depth);
        int width = Width(in layout, panel);
        int step = ChannelsPerChunk(layout.ColumnsIn(panel), taps, channels);
        for (int channel = 0; channel < channels; channel += step)
        {
            int count = Math.Min(step, channels - channel);
            long filter = (long)channels * taps;
            long start = first + (layout.FirstColumn(panel) * filter) + ((long)channel * taps);
            float* filters = source.StridedRuns<float>(start, filter, layout.ColumnsIn(panel), (long)count * taps, out long stride);
            var arguments = new PackingArguments
            {
                Source = filters,
                Taps = taps,
                TapStride = 1,
                Run = count,
                RunStride = taps,
                ColumnStride = stride,
                FullRun = channels,
            };
            WeightPacking.PackPanel(in arguments, in layout, panel, destination + ((long)channel * width));
        }
    }

    /// <summary>The number of channels of a panel's filters to read at once.</summary>
    public static int ChannelsPerChunk(int columns, int taps, int channels) =>
        (int)Math.Clamp(ChunkFloats / ((long)columns * taps), 1, Math.Max(1, channels));

    /// <summary>
    /// The number of rows [channel, column, tap] per part, such as those of a matrix (one tap) or of a transposed convolution.
    /// </summary>
    public static int RowsPerPart(long rowFloats) => (int)Math.Max(1, ChunkFloats / Math.Max(1, rowFloats));

    /// <summary>The number of parts for this many rows.</summary>
    public static int RowParts(int rows, long rowFloats)
    {
        int rowsPerPart = RowsPerPart(rowFloats);
        return (rows + rowsPerPart - 1) / rowsPerPart;
    }

    /// <summary>Copies part <paramref name="part"/> of the rows into all panels.</summary>
    /// <param name="source">The weights.</param>
    /// <param name="first">The first float of the matrix in the source.</param>
    /// <param name="taps">Taps of the kernel.</param>
    /// <param name="rows">Rows of the matrix.</param>
    /// <param name="layout">The panels of the matrix.</param>
    /// <param name="part">The index of the part.</param>
    /// <param name="target">The packed matrix.</param>
    public static void Rows(in PackingSource source, long first, int taps, int rows, in PanelLayout layout, int part, float* target)
    {
        long row = (long)layout.Columns * taps;
        int rowsPerPart = RowsPerPart(row);
        int start = part * rowsPerPart;
        int count = Math.Min(rowsPerPart, rows - start);
        float* values = source.Elements<float>(first + (start * row), count * row);
        for (int panel = 0; panel < layout.Panels; panel++)
        {
            float* destination = target + (layout.FirstColumn(panel) * layout.Depth) + ((long)start * Width(in layout, panel));
            var arguments = new PackingArguments
            {
                Source = values + ((long)layout.FirstColumn(panel) * taps),
                Taps = taps,
                TapStride = 1,
                Run = count,
                RunStride = row,
                ColumnStride = taps,
                FullRun = rows,
            };
            WeightPacking.PackPanel(in arguments, in layout, panel, destination);
        }
    }

    /// <summary>Multiplies rows [first, last) of a panel by a factor; its padding stays zero.</summary>
    public static void Scale(in PanelLayout layout, int panel, long first, long last, float factor, float* target)
    {
        int width = Width(in layout, panel);
        float* destination = target + (layout.FirstColumn(panel) * layout.Depth);
        for (long row = first; row < last; row++)
        {
            foreach (ref float value in new Span<float>(destination + (row * width), layout.ColumnsIn(panel)))
                value *= factor;
        }
    }

    private static int Width(in PanelLayout layout, int panel) => layout.Vectors(panel) * layout.Lanes;
}
