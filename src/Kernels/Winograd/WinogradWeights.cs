using System.Numerics;
using System.Runtime.CompilerServices;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Winograd;

/// <summary>
/// The transform of filters, G g G', in double precision, into one packed matrix [input channel, filter] per position. Adjacent filters are
/// in adjacent lanes, so each position is written in runs of complete panel rows.
/// </summary>
internal sealed unsafe class WinogradWeights
{
    private readonly int _high;
    private readonly int _wide;
    private readonly int _kernelHeight;
    private readonly int _kernelWidth;
    private readonly double[] _down;
    private readonly double[] _across;

    /// <param name="tile">The outputs of a tile.</param>
    /// <param name="kernelHeight">Taps of a column.</param>
    /// <param name="kernelWidth">Taps of a line.</param>
    public WinogradWeights(WinogradTile tile, int kernelHeight, int kernelWidth)
    {
        (_high, _wide) = (tile.Height + kernelHeight - 1, tile.Width + kernelWidth - 1);
        (_kernelHeight, _kernelWidth) = (kernelHeight, kernelWidth);
        _down = WinogradPoints.FilterTransform(_high, kernelHeight);
        _across = WinogradPoints.FilterTransform(_wide, kernelWidth);
    }

    private int Taps => _kernelHeight * _kernelWidth;

    /// <param name="source">Filters [filter, channel, kernel height, kernel width].</param>
    /// <param name="channels">Input channels.</param>
    /// <param name="layout">The panels of one position: depth is the input channels.</param>
    /// <param name="target">A packed matrix per position.</param>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public void Pack(float* source, int channels, in PanelLayout layout, float* target)
    {
        new Span<float>(target, checked((int)(layout.PackedLength * _high * _wide))).Clear();
        for (int panel = 0; panel < layout.Panels; panel++)
        {
            long filter = (long)channels * Taps;
            var filters = new WinogradFilters
            {
                Source = source + (layout.FirstColumn(panel) * filter),
                FilterStride = filter,
                Columns = layout.ColumnsIn(panel),
                Channels = channels,
            };
            PackPanel(in filters, in layout, panel, target);
        }
    }

    /// <summary>
    /// Transforms and packs a range of channels of filters of one panel. The other columns of these rows are not written.
    /// </summary>
    /// <param name="filters">The filters.</param>
    /// <param name="layout">The panels of one position.</param>
    /// <param name="panel">The index of the panel.</param>
    /// <param name="target">The packed matrices of all positions.</param>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public void PackPanel(in WinogradFilters filters, in PanelLayout layout, int panel, float* target)
    {
        int width = layout.Vectors(panel) * layout.Lanes;
        int last = filters.FirstColumn + filters.Columns;
        int block = 2 * Vector<double>.Count;
        double* taps = stackalloc double[Taps * block];
        new Span<double>(taps, Taps * block).Clear();
        double* half = stackalloc double[_kernelWidth * block];
        float* row = stackalloc float[block];
        float* panelStart = target + (layout.FirstColumn(panel) * layout.Depth) + ((long)filters.FirstChannel * width);
        for (int channel = 0; channel < filters.Channels; channel++)
        {
            for (int column = filters.FirstColumn; column < last; column += block)
            {
                int count = Math.Min(block, last - column);
                for (int lane = 0; lane < count; lane++)
                {
                    float* filter = filters.Source + ((column - filters.FirstColumn + lane) * filters.FilterStride) + (channel * Taps);
                    for (int tap = 0; tap < Taps; tap++)
                        taps[(tap * block) + lane] = filter[tap];
                }

                Transform(taps, half, panelStart + ((long)channel * width) + column, layout.PackedLength, count, row);
            }
        }
    }

    // Two vectors of filters at a time, because two vectors of doubles make one of floats.
    [MethodImpl(Loop.OptimizedAtOnce)]
    private void Transform(double* taps, double* half, float* destination, long plane, int count, float* row)
    {
        if (_kernelHeight == 3 && _kernelWidth == 3)
        {
            TransformThree(taps, destination, plane, count, row);
            return;
        }

        int lanes = Vector<double>.Count;
        int block = 2 * lanes;
        for (int i = 0; i < _high; i++)
        {
            ReadOnlySpan<double> down = _down.AsSpan(i * _kernelHeight, _kernelHeight);
            for (int x = 0; x < _kernelWidth; x++)
            {
                Unsafe.WriteUnaligned(half + (x * block), Dot(taps + (x * block), _kernelWidth * block, down));
                Unsafe.WriteUnaligned(half + (x * block) + lanes, Dot(taps + (x * block) + lanes, _kernelWidth * block, down));
            }

            for (int j = 0; j < _wide; j++)
            {
                ReadOnlySpan<double> across = _across.AsSpan(j * _kernelWidth, _kernelWidth);
                float* to = destination + (((i * _wide) + j) * plane);
                Store(Vector.Narrow(Dot(half, block, across), Dot(half + lanes, block, across)), to, count, row);
            }
        }
    }

    // 3x3 is the most frequent kernel: the same sums in the same order, with the intermediate results in registers.
    [MethodImpl(Loop.OptimizedAtOnce)]
    private void TransformThree(double* taps, float* destination, long plane, int count, float* row)
    {
        int lanes = Vector<double>.Count;
        fixed (double* down = _down, across = _across)
        {
            for (int i = 0; i < _high; i++)
            {
                var g0 = new Vector<double>(down[i * 3]);
                var g1 = new Vector<double>(down[(i * 3) + 1]);
                var g2 = new Vector<double>(down[(i * 3) + 2]);
                Vector<double> low0 = Half(taps, 0, g0, g1, g2), low1 = Half(taps, 1, g0, g1, g2), low2 = Half(taps, 2, g0, g1, g2);
                Vector<double> high0 = Half(taps + lanes, 0, g0, g1, g2), high1 = Half(taps + lanes, 1, g0, g1, g2),
                    high2 = Half(taps + lanes, 2, g0, g1, g2);
                for (int j = 0; j < _wide; j++)
                {
                    Vector<double> low = (low0 * across[j * 3]) + (low1 * across[(j * 3) + 1]) + (low2 * across[(j * 3) + 2]);
                    Vector<double> high = (high0 * across[j * 3]) + (high1 * across[(j * 3) + 1]) + (high2 * across[(j * 3) + 2]);
                    float* to = destination + (((i * _wide) + j) * plane);
                    Store(Vector.Narrow(low, high), to, count, row);
                }
            }
        }
    }

    // Stores a full vector of filters, or its first elements through a temporary row.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector<float> value, float* to, int count, float* row)
    {
        if (count == Vector<float>.Count)
        {
            Unsafe.WriteUnaligned(to, value);
            return;
        }

        Unsafe.WriteUnaligned(row, value);
        new ReadOnlySpan<float>(row, count).CopyTo(new Span<float>(to, count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Half(double* taps, int x, Vector<double> g0, Vector<double> g1, Vector<double> g2)
    {
        int block = 2 * Vector<double>.Count;
        return (g0 * Unsafe.ReadUnaligned<Vector<double>>(taps + (x * block))) +
            (g1 * Unsafe.ReadUnaligned<Vector<double>>(taps + ((x + 3) * block))) +
            (g2 * Unsafe.ReadUnaligned<Vector<double>>(taps + ((x + 6) * block)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | Loop.OptimizedAtOnce)]
    private static Vector<double> Dot(double* values, int stride, ReadOnlySpan<double> factors)
    {
        Vector<double> sum = Unsafe.ReadUnaligned<Vector<double>>(values) * factors[0];
        for (int k = 1; k < factors.Length; k++)
            sum += Unsafe.ReadUnaligned<Vector<double>>(values + (k * stride)) * factors[k];
        return sum;
    }
}
