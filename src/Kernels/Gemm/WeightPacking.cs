namespace Fovea.Kernels.Gemm;

/// <summary>Copies a weight matrix into panels. Where the matrix lies is given by strides, so that convolutions and both transpositions of Gemm share it.</summary>
internal static unsafe class WeightPacking
{
    /// <summary>Rows and columns of a block: the lines that it is read from stay in the first-level cache until they are used up.</summary>
    private const int Block = 16;

    /// <summary>
    /// Packs w[tap, k, column] = source[tap * tapStride + k * runStride + column * columnStride] into the panels of
    /// <paramref name="layout"/> (depth = taps * run), zeros behind the last column.
    /// </summary>
    public static void Pack(
        float* source, int taps, long tapStride, int run, long runStride, long columnStride, in PanelLayout layout, float* target)
    {
        for (int panel = 0; panel < layout.Panels; panel++)
        {
            float* from = source + (layout.FirstColumn(panel) * columnStride);
            PackPanel(from, taps, tapStride, run, runStride, columnStride, in layout, panel, target + (layout.FirstColumn(panel) * layout.Depth), run);
        }
    }

    /// <summary>
    /// Packs <paramref name="run"/> channels of one panel.
    /// </summary>
    /// <param name="source">The panel's first column at the first of these channels.</param>
    /// <param name="taps">Taps of the kernel.</param>
    /// <param name="tapStride">Floats between taps.</param>
    /// <param name="run">How many channels.</param>
    /// <param name="runStride">Floats between channels.</param>
    /// <param name="columnStride">Floats between columns.</param>
    /// <param name="layout">The panels.</param>
    /// <param name="panel">Which panel.</param>
    /// <param name="target">The place of these channels in the panel.</param>
    /// <param name="fullRun">Channels per tap of the whole matrix.</param>
    public static void PackPanel(
        float* source, int taps, long tapStride, int run, long runStride, long columnStride, in PanelLayout layout, int panel, float* target, int fullRun)
    {
        int width = layout.Vectors(panel) * layout.Lanes;
        int columns = layout.ColumnsIn(panel);
        for (int firstK = 0; firstK < run; firstK += Block)
        {
            int lastK = Math.Min(firstK + Block, run);
            for (int firstColumn = 0; firstColumn < columns; firstColumn += Block)
            {
                int count = Math.Min(Block, columns - firstColumn);
                for (int k = firstK; k < lastK; k++)
                {
                    float* from = source + (k * runStride) + (firstColumn * columnStride);
                    float* to = target + ((long)k * width) + firstColumn;
                    for (int tap = 0; tap < taps; tap++)
                        Row(from + (tap * tapStride), columnStride, to + ((long)tap * fullRun * width), count);
                }
            }

            if (columns == width)
                continue;
            for (int tap = 0; tap < taps; tap++)
            {
                for (int k = firstK; k < lastK; k++)
                    new Span<float>(target + ((((long)tap * fullRun) + k) * width) + columns, width - columns).Clear();
            }
        }
    }

    private static void Row(float* from, long stride, float* to, int count)
    {
        if (stride == 1)
        {
            new ReadOnlySpan<float>(from, count).CopyTo(new Span<float>(to, count));
            return;
        }

        int column = 0;
        for (; column + 4 <= count; column += 4)
        {
            to[column] = from[column * stride];
            to[column + 1] = from[(column + 1) * stride];
            to[column + 2] = from[(column + 2) * stride];
            to[column + 3] = from[(column + 3) * stride];
        }

        for (; column < count; column++)
            to[column] = from[column * stride];
    }
}
