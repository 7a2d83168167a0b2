using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Sampling;

/// <summary>
/// The mean or the maximum of interpolated samples in each bin of a region (He et al., "Mask R-CNN", 2017; ONNX RoiAlign). The maximum is,
/// as ONNX defines it, that of the four weighted pixels of each sample, not of their sum.
/// </summary>
internal static unsafe class RoiAlignKernel
{
    /// <summary>The rows of bins [first, last), counted over all regions.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(in RegionArguments t, long first, long last)
    {
        for (long row = first; row < last; row++)
        {
            long region = row / t.BinRows;
            float* corners = t.Regions + (region * t.RegionStride);
            float offset = t.HalfPixel ? 0.5f : 0;
            Span span = Span.Of(in t, (corners[1] * t.Scale) - offset, (corners[3] * t.Scale) - offset, t.BinRows);
            Span across = Span.Of(in t, (corners[0] * t.Scale) - offset, (corners[2] * t.Scale) - offset, t.BinColumns);
            float* image = t.X + (t.Images[region] * t.Height * t.Width * t.XPixel);
            for (long column = 0; column < t.BinColumns; column++)
            {
                float* y = t.Y + (((row * t.BinColumns) + column) * t.YPixel);
                Bin(in t, image, span.At(row - (region * t.BinRows)), across.At(column), y);
            }
        }
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Bin(in RegionArguments t, float* image, Samples vertical, Samples horizontal, float* y)
    {
        // Samples beside the image count as zeros. Only those inside are visited, however large the region is.
        (double top, double bottom) = vertical.Inside(t.Height);
        (double left, double right) = horizontal.Inside(t.Width);
        double samples = vertical.Count * horizontal.Count;
        double inside = Math.Max(0, bottom - top) * Math.Max(0, right - left);
        bool hasZeros = inside < samples || samples < 1;
        for (long channel = 0; channel < t.Channels; channel++)
            y[channel] = t.Maximum && !hasZeros ? float.NegativeInfinity : 0;
        for (double i = top; i < bottom; i++)
        {
            Pair rows = Pair.Of(vertical.Position(i), t.Height);
            for (double j = left; j < right; j++)
            {
                Pair columns = Pair.Of(horizontal.Position(j), t.Width);
                float* upper = image + (rows.Low * t.Width * t.XPixel);
                float* lower = image + (rows.High * t.Width * t.XPixel);
                Add(
                    in t, upper + (columns.Low * t.XPixel), upper + (columns.High * t.XPixel), lower + (columns.Low * t.XPixel),
                    lower + (columns.High * t.XPixel), rows, columns, y);
            }
        }

        float scale = (float)(1 / Math.Max(1, samples));
        for (long channel = 0; channel < t.Channels && !t.Maximum; channel++)
            y[channel] *= scale;
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Add(in RegionArguments t, float* a, float* b, float* c, float* d, Pair rows, Pair columns, float* y)
    {
        float wa = (1 - rows.Fraction) * (1 - columns.Fraction);
        float wb = (1 - rows.Fraction) * columns.Fraction;
        float wc = rows.Fraction * (1 - columns.Fraction);
        float wd = rows.Fraction * columns.Fraction;
        if (t.Maximum)
        {
            for (long i = 0; i < t.Channels; i++)
                y[i] = Math.Max(y[i], Math.Max(Math.Max(wa * a[i], wb * b[i]), Math.Max(wc * c[i], wd * d[i])));
            return;
        }

        for (long i = 0; i < t.Channels; i++)
            y[i] += (wa * a[i]) + (wb * b[i]) + (wc * c[i]) + (wd * d[i]);
    }

    /// <summary>One axis of a region.</summary>
    private readonly record struct Span(float Start, float BinSize, float Samples)
    {
        public static Span Of(in RegionArguments t, float start, float end, long bins)
        {
            // Without the half pixel, regions have at least the size of one.
            float length = t.HalfPixel ? end - start : Math.Max(end - start, 1);
            float size = length / bins;
            return new Span(start, size, t.Samples > 0 ? t.Samples : MathF.Ceiling(size));
        }

        public Samples At(long bin) => new(Start + (bin * BinSize), BinSize / Samples, Samples > 0 ? Samples : 0);
    }

    /// <summary>The samples of a bin along one axis.</summary>
    private readonly record struct Samples(float Start, float Step, double Count)
    {
        public double Position(double index) => Start + ((index + 0.5) * Step);

        /// <summary>The samples [first, last) that lie in the image or less than a pixel beside it.</summary>
        public (double First, double Last) Inside(long extent)
        {
            if (!float.IsFinite(Step) || !float.IsFinite(Start))
                return (0, 0);
            if (Step == 0)
                return Start >= -1 && Start <= extent ? (0, Count) : (0, 0);
            double low = ((-1 - Start) / (double)Step) - 0.5;
            double high = ((extent - Start) / (double)Step) - 0.5;
            // A region that is turned over has its samples from right to left.
            double first = Math.Clamp(Math.Ceiling(Math.Min(low, high)), 0, Count);
            double last = Math.Clamp(Math.Floor(Math.Max(low, high)) + 1, first, Count);
            return (first, last);
        }
    }

    /// <summary>The two pixels around a position along one axis.</summary>
    private readonly record struct Pair(long Low, long High, float Fraction)
    {
        public static Pair Of(double position, long extent)
        {
            position = Math.Max(position, 0);
            long low = (long)position;
            return low >= extent - 1 ? new Pair(extent - 1, extent - 1, 0) : new Pair(low, low + 1, (float)(position - low));
        }
    }
}
