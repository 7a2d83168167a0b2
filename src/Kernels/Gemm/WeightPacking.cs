using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Gemm;

/// <summary>
/// Copies a weight matrix into panels. Strides define the layout of the matrix, so that convolutions and both transpositions of Gemm share
/// the code.
/// </summary>
internal static unsafe class WeightPacking
{
    /// <summary>
    /// Rows and columns of a block, small enough that its cache lines stay in the first-level cache until they have been read completely.
    /// </summary>
    private const int Block = 16;

    /// <summary>
    /// Packs a whole matrix into the panels of <paramref name="layout"/> (depth = taps * run), with zeros after the last column.
    /// </summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Pack(in PackingArguments t, in PanelLayout layout, float* target)
    {
        for (int panel = 0; panel < layout.Panels; panel++)
        {
            int column = layout.FirstColumn(panel);
            PackPanel(
                t with { Source = t.Source + (column * t.ColumnStride), FullRun = t.Run }, in layout, panel, target
                + (column * layout.Depth));
        }
    }

    /// <summary>Packs some channels of one panel.</summary>
    /// <param name="t">The layout of these channels of the panel's columns.</param>
    /// <param name="layout">The panels.</param>
    /// <param name="panel">The index of the panel.</param>
    /// <param name="target">The memory of these channels in the panel.</param>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void PackPanel(in PackingArguments t, in PanelLayout layout, int panel, float* target)
    {
        float* source = t.Source;
        int taps = t.Taps;
        long tapStride = t.TapStride;
        int run = t.Run;
        long runStride = t.RunStride;
        long columnStride = t.ColumnStride;
        int fullRun = t.FullRun;
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

    [MethodImpl(Loop.OptimizedAtOnce)]
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
