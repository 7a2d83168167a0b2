using System.Numerics;
using System.Runtime.CompilerServices;
using Fovea.Inference.Kernels.Gemm;

namespace Fovea.Inference.Kernels.Winograd;

/// <summary>
/// The transform of 3x3 filters, G g G', in double precision, into one packed matrix [input channel, filter] per position. Neighbouring
/// filters lie in neighbouring lanes: each position is written in runs of whole panel rows.
/// </summary>
internal static unsafe class WinogradWeights
{
    private const int Taps = 9;

    private static readonly double[] Four =
    [
        1.0 / 4, 0, 0,
        -1.0 / 6, -1.0 / 6, -1.0 / 6,
        -1.0 / 6, 1.0 / 6, -1.0 / 6,
        1.0 / 24, 1.0 / 12, 1.0 / 6,
        1.0 / 24, -1.0 / 12, 1.0 / 6,
        0, 0, 1,
    ];

    private static readonly double[] Two =
    [
        1, 0, 0,
        0.5, 0.5, 0.5,
        0.5, -0.5, 0.5,
        0, 0, 1,
    ];

    /// <param name="source">Filters [filter, channel, 3, 3].</param>
    /// <param name="channels">Input channels.</param>
    /// <param name="tile">Outputs per axis: 2 or 4.</param>
    /// <param name="layout">The panels of one position: depth is the input channels.</param>
    /// <param name="target">(tile + 2)^2 packed matrices.</param>
    public static void Pack(float* source, int channels, int tile, in PanelLayout layout, float* target)
    {
        for (int panel = 0; panel < layout.Panels; panel++)
        {
            long filter = (long)channels * Taps;
            PackPanel(source + (layout.FirstColumn(panel) * filter), filter, 0, channels, tile, in layout, panel, target);
        }
    }

    /// <summary>Some channels of the filters of one panel.</summary>
    /// <param name="source">The panel's first filter at the first of these channels.</param>
    /// <param name="filterStride">Floats between two filters of the source.</param>
    /// <param name="firstChannel">The first channel.</param>
    /// <param name="channels">How many channels.</param>
    /// <param name="tile">Outputs per axis: 2 or 4.</param>
    /// <param name="layout">The panels of one position.</param>
    /// <param name="panel">Which panel.</param>
    /// <param name="target">The packed matrices of all positions.</param>
    public static void PackPanel(
        float* source, long filterStride, int firstChannel, int channels, int tile, in PanelLayout layout, int panel, float* target)
    {
        int width = layout.Vectors(panel) * layout.Lanes;
        int columns = layout.ColumnsIn(panel);
        int block = 2 * Vector<double>.Count;
        double* taps = stackalloc double[Taps * block];
        new Span<double>(taps, Taps * block).Clear();
        float* row = stackalloc float[block];
        double[] g = tile == 4 ? Four : Two;
        float* panelStart = target + (layout.FirstColumn(panel) * layout.Depth) + ((long)firstChannel * width);
        for (int channel = 0; channel < channels; channel++)
        {
            for (int column = 0; column < columns; column += block)
            {
                int count = Math.Min(block, columns - column);
                for (int lane = 0; lane < count; lane++)
                {
                    float* filter = source + ((column + lane) * filterStride) + (channel * Taps);
                    for (int tap = 0; tap < Taps; tap++)
                        taps[(tap * block) + lane] = filter[tap];
                }

                Transform(taps, g, tile + 2, panelStart + ((long)channel * width) + column, layout.PackedLength, count, row);
            }

            for (int position = 0; width > columns && position < (tile + 2) * (tile + 2); position++)
                new Span<float>(panelStart + ((long)channel * width) + (position * layout.PackedLength) + columns, width - columns).Clear();
        }
    }

    // Two vectors of filters at a time, because two vectors of doubles make one of floats.
    private static void Transform(double* taps, double[] g, int span, float* place, long plane, int count, float* row)
    {
        int lanes = Vector<double>.Count;
        for (int i = 0; i < span; i++)
        {
            var g0 = new Vector<double>(g[i * 3]);
            var g1 = new Vector<double>(g[(i * 3) + 1]);
            var g2 = new Vector<double>(g[(i * 3) + 2]);
            Vector<double> low0 = Half(taps, 0, g0, g1, g2), low1 = Half(taps, 1, g0, g1, g2), low2 = Half(taps, 2, g0, g1, g2);
            Vector<double> high0 = Half(taps + lanes, 0, g0, g1, g2), high1 = Half(taps + lanes, 1, g0, g1, g2), high2 = Half(taps + lanes, 2, g0, g1, g2);
            for (int j = 0; j < span; j++)
            {
                Vector<double> low = (low0 * g[j * 3]) + (low1 * g[(j * 3) + 1]) + (low2 * g[(j * 3) + 2]);
                Vector<double> high = (high0 * g[j * 3]) + (high1 * g[(j * 3) + 1]) + (high2 * g[(j * 3) + 2]);
                float* to = place + (((i * span) + j) * plane);
                Vector<float> value = Vector.Narrow(low, high);
                if (count == 2 * lanes)
                {
                    Unsafe.WriteUnaligned(to, value);
                    continue;
                }

                Unsafe.WriteUnaligned(row, value);
                new ReadOnlySpan<float>(row, count).CopyTo(new Span<float>(to, count));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Half(double* taps, int x, Vector<double> g0, Vector<double> g1, Vector<double> g2)
    {
        int block = 2 * Vector<double>.Count;
        return (g0 * Unsafe.ReadUnaligned<Vector<double>>(taps + (x * block))) +
            (g1 * Unsafe.ReadUnaligned<Vector<double>>(taps + ((x + 3) * block))) +
            (g2 * Unsafe.ReadUnaligned<Vector<double>>(taps + ((x + 6) * block)));
    }
}
