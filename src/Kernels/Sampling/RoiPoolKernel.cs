using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Sampling;

/// <summary>The largest pixel in each bin of a region (Girshick, "Fast R-CNN", 2015; ONNX MaxRoiPool); an empty bin is 0.</summary>
internal static unsafe class RoiPoolKernel
{
    /// <summary>The rows of bins [first, last), counted over all regions.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(in RegionArguments t, long first, long last)
    {
        for (long row = first; row < last; row++)
        {
            long region = row / t.BinRows;
            float* corners = t.Regions + (region * t.RegionStride);
            float* image = t.X + (t.Images[region] * t.Height * t.Width * t.XPixel);
            (long top, long bottom) = Bin(corners[1] * t.Scale, corners[3] * t.Scale, row - (region * t.BinRows), t.BinRows, t.Height);
            for (long column = 0; column < t.BinColumns; column++)
            {
                (long left, long right) = Bin(corners[0] * t.Scale, corners[2] * t.Scale, column, t.BinColumns, t.Width);
                float* y = t.Y + (((row * t.BinColumns) + column) * t.YPixel);
                for (long channel = 0; channel < t.Channels; channel++)
                    y[channel] = top >= bottom || left >= right ? 0 : Largest(in t, image + channel, top, bottom, left, right);
            }
        }
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static float Largest(in RegionArguments t, float* image, long top, long bottom, long left, long right)
    {
        float largest = float.NegativeInfinity;
        for (long y = top; y < bottom; y++)
        {
            float* x = image + (((y * t.Width) + left) * t.XPixel);
            for (long i = left; i < right; i++, x += t.XPixel)
                largest = *x > largest ? *x : largest;
        }

        return largest;
    }

    // The pixels [first, last) of a bin along one axis. Corners are rounded, half away from zero, and belong to the region.
    private static (long First, long Last) Bin(float start, float end, long bin, long bins, long extent)
    {
        double from = Math.Round((double)start, MidpointRounding.AwayFromZero);
        // In single precision: three bins of a third of a pixel end at the pixel's end.
        float size = (float)Math.Max(Math.Round((double)end, MidpointRounding.AwayFromZero) - from + 1, 1) / bins;
        double first = MathF.Floor(bin * size) + from;
        double last = MathF.Ceiling((bin + 1) * size) + from;
        return double.IsNaN(first + last) ? (0, 0) : ((long)Math.Clamp(first, 0, extent), (long)Math.Clamp(last, 0, extent));
    }
}
