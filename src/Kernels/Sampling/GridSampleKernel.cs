using System.Numerics;
using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Sampling;

/// <summary>
/// Values of an image at the positions of a grid (ONNX GridSample). Pixels and weights of a position are found once and used for all its
/// channels, which are contiguous.
/// </summary>
internal static unsafe class GridSampleKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int MostTapsPerAxis = 4;

    /// <summary>The positions [first, last), counted over all images.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(in GridSampleArguments t, long first, long last)
    {
        // Per axis (depth, height, width): up to 4 pixels and their weights. Axes that the image lacks have the pixel 0 and the weight 1.
        long* pixels = stackalloc long[3 * MostTapsPerAxis];
        T* weights = stackalloc T[3 * MostTapsPerAxis];
        pixels[0] = pixels[MostTapsPerAxis] = 0;
        weights[0] = weights[MostTapsPerAxis] = T.One;
        int* taps = stackalloc int[3] { 1, 1, 1 };
        for (long position = first; position < last; position++)
        {
            T* coordinates = (T*)t.Grid + (position * t.Axes);
            for (int i = 0; i < t.Axes; i++)
            {
                // The last axis comes first in the grid.
                int axis = 2 - i;
                long extent = axis == 2 ? t.Width : axis == 1 ? t.Height : t.Depth;
                taps[axis] = Find(in t, coordinates[i], extent, pixels + (axis * MostTapsPerAxis), weights + (axis * MostTapsPerAxis));
            }

            T* image = (T*)t.X + (position / t.Positions * t.Depth * t.Height * t.Width * t.XPixel);
            Pixel(in t, image, pixels, weights, taps, (T*)t.Y + (position * t.YPixel));
        }
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Pixel(in GridSampleArguments t, T* image, long* pixels, T* weights, int* taps, T* y)
    {
        for (long channel = 0; channel < t.Channels; channel++)
            y[channel] = T.Zero;
        for (int z = 0; z < taps[0]; z++)
        {
            for (int row = 0; row < taps[1]; row++)
            {
                for (int column = 0; column < taps[2]; column++)
                {
                    long depth = pixels[z];
                    long line = pixels[MostTapsPerAxis + row];
                    long place = pixels[(2 * MostTapsPerAxis) + column];
                    // A pixel that counts as zero.
                    if (depth < 0 || line < 0 || place < 0)
                        continue;
                    T weight = weights[z] * weights[MostTapsPerAxis + row] * weights[(2 * MostTapsPerAxis) + column];
                    T* x = image + ((((depth * t.Height) + line) * t.Width) + place) * t.XPixel;
                    for (long channel = 0; channel < t.Channels; channel++)
                        y[channel] += x[channel] * weight;
                }
            }
        }
    }

    // The pixels along one axis that a coordinate depends on, -1 for zeros, and their weights.
    [MethodImpl(Loop.OptimizedAtOnce)]
    private static int Find(in GridSampleArguments t, T coordinate, long extent, long* pixels, T* weights)
    {
        T half = T.CreateTruncating(0.5);
        T length = T.CreateTruncating(extent);
        T x = t.AlignCorners
            ? (coordinate + T.One) * half * (length - T.One)
            : (((coordinate + T.One) * length) - T.One) * half;
        if (t.Filter == GridFilter.Nearest)
            x = T.Round(x, MidpointRounding.ToEven);
        T low = t.AlignCorners ? T.Zero : -half;
        T high = length + low - (t.AlignCorners ? T.One : T.Zero);
        if (!(x >= low && x <= high) && t.Padding == GridPadding.Reflection)
            x = Reflect(x, low, high);
        // Beyond its border an image goes on. A cubic filter sees both sides of the border from up to two pixels away.
        if (t.Padding == GridPadding.Border)
            x = T.Clamp(x, low - (half * T.CreateTruncating(6)), high + (half * T.CreateTruncating(6)));
        if (t.Filter == GridFilter.Nearest)
        {
            pixels[0] = Inside(in t, x, extent, low, high);
            weights[0] = T.One;
            return 1;
        }

        T floor = T.Floor(x);
        T fraction = x - floor;
        if (t.Filter == GridFilter.Linear)
        {
            pixels[0] = Inside(in t, floor, extent, low, high);
            pixels[1] = Inside(in t, floor + T.One, extent, low, high);
            weights[0] = T.One - fraction;
            weights[1] = fraction;
            return 2;
        }

        for (int tap = 0; tap < MostTapsPerAxis; tap++)
        {
            T offset = T.CreateTruncating(tap - 1);
            pixels[tap] = Inside(in t, floor + offset, extent, low, high);
            weights[tap] = Cubic(T.Abs(fraction - offset));
        }

        return MostTapsPerAxis;
    }

    // The pixel for one that may lie beside the image; -1 for zeros. What is no number lies beside it.
    private static long Inside(in GridSampleArguments t, T pixel, long extent, T low, T high)
    {
        T last = T.CreateTruncating(extent - 1);
        if (pixel >= T.Zero && pixel <= last)
            return long.CreateTruncating(pixel);
        if (t.Padding == GridPadding.Zeros || T.IsNaN(pixel))
            return -1;
        if (t.Padding == GridPadding.Reflection)
            pixel = T.Truncate(Reflect(pixel, low, high));
        return long.CreateTruncating(T.Clamp(pixel, T.Zero, last));
    }

    private static T Reflect(T x, T low, T high)
    {
        T range = high - low;
        if (range <= T.Zero)
            return low;
        T distance = x < low ? low - x : x > high ? x - high : T.Zero;
        if (distance == T.Zero)
            return x;
        T turns = T.Floor(distance / range);
        T rest = distance - (turns * range);
        bool fromNear = T.IsEvenInteger(turns);
        return (x < low) == fromNear ? low + rest : high - rest;
    }

    private static T Cubic(T t)
    {
        T a = T.CreateTruncating(-0.75);
        T two = T.CreateTruncating(2);
        T three = T.CreateTruncating(3);
        return t <= T.One
            ? ((((a + two) * t) - (a + three)) * t * t) + T.One
            : (((((a * t) - (T.CreateTruncating(5) * a)) * t) + (T.CreateTruncating(8) * a)) * t) - (T.CreateTruncating(4) * a);
    }
}
