using System.Runtime.CompilerServices;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Pooling;

/// <summary>
/// The gradient of maximum pooling: that of each window is added to its first largest element. Vectors run over channels. Windows may
/// overlap: who computes some rows goes through all windows that reach into them, from their first element on, and writes those rows only.
/// An element gets its windows in the same order however the rows are divided, so that the bits are the same.
/// </summary>
internal static unsafe class PoolingGradientKernel<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    /// <summary>The rows [first, last) of what was pooled, counted over all planes of the whole batch.</summary>
    /// <param name="shape">The geometry of the pooling, with pixel strides of 1.</param>
    /// <param name="t">The memory.</param>
    /// <param name="first">The first row.</param>
    /// <param name="last">The row after the last one.</param>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Maximum(ConvolutionShape shape, in PoolingGradientArguments t, long first, long last)
    {
        long rows = (long)shape.InputDepth * shape.InputHeight, lines = (long)shape.OutputDepth * shape.OutputHeight;
        long cleared = first;
        for (long image = first / rows; image * rows < last; image++)
        {
            for (long line = image * lines; line < (image + 1) * lines; line++)
            {
                var windows = new PoolingLine(shape, line);
                PoolingWindow any = windows.Window(0);
                if (any.Planes == 0 || any.Rows == 0)
                    continue;
                long firstRow = (image * rows) + windows.FirstRow;
                long lastRow = firstRow + Row(shape, any.Planes - 1, any.Rows - 1);
                if (firstRow >= last || lastRow < first)
                    continue;
                // Rows are cleared shortly before something is added to them.
                cleared = Clear(shape, in t, cleared, Math.Min(last, lastRow + 1));
                Line(shape, in t, in windows, line, firstRow, first, last);
            }
        }

        Clear(shape, in t, cleared, last);
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static long Clear(ConvolutionShape shape, in PoolingGradientArguments t, long row, long end)
    {
        int channels = shape.OutputChannels;
        bool isWhole = t.InputGradientPixelStride == channels;
        for (; row < end; row++)
        {
            float* to = t.InputGradient + (row * shape.InputWidth * t.InputGradientPixelStride);
            if (isWhole)
                new Span<float>(to, shape.InputWidth * channels).Clear();
            for (int x = 0; x < shape.InputWidth && !isWhole; x++, to += t.InputGradientPixelStride)
                new Span<float>(to, channels).Clear();
        }

        return row;
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Line(
        ConvolutionShape shape, in PoolingGradientArguments t, in PoolingLine windows, long line, long firstRow, long first, long last)
    {
        int channels = shape.OutputChannels;
        long imagePixel = windows.Input, pixel = line * shape.OutputWidth;
        for (int x = 0; x < shape.OutputWidth; x++, pixel++)
        {
            PoolingWindow window = windows.Window(x);
            float* input = t.Input + ((imagePixel + window.First) * t.InputPixelStride);
            float* gradient = t.InputGradient + ((imagePixel + window.First) * t.InputGradientPixelStride);
            float* output = t.Output + (pixel * t.OutputPixelStride);
            float* seed = t.OutputGradient + (pixel * t.OutputGradientPixelStride);
            for (int c = 0; c < channels; c += TSimd.Lanes)
            {
                Vector(
                    shape, in t, in window, ((nint)(input + c), (nint)(output + c), (nint)(seed + c), (nint)(gradient + c)), channels - c,
                    firstRow, first, last);
            }
        }
    }

    // What is left of the window's gradient goes to an element that is not less than the largest one; the next ones get zeros. Adding a
    // zero changes no bits but the sign of a negative zero. A window with a NaN has NaN as its largest: the first element is not less.
    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Vector(
        ConvolutionShape shape, in PoolingGradientArguments t, in PoolingWindow window,
        (nint Input, nint Output, nint Seed, nint Gradient) at, int count, long firstRow, long first, long last)
    {
        float* input = (float*)at.Input, gradient = (float*)at.Gradient;
        bool isWhole = count >= TSimd.Lanes;
        TVec largest = Load((float*)at.Output, count, isWhole), left = Load((float*)at.Seed, count, isWhole);
        long columnStep = window.ColumnStep * t.InputPixelStride, gradientStep = window.ColumnStep * t.InputGradientPixelStride;
        int columns = window.Columns;
        for (int z = 0; z < window.Planes; z++)
        {
            for (int y = 0; y < window.Rows; y++)
            {
                long pixel = (z * window.PlaneStep) + (y * window.RowStep);
                long row = firstRow + Row(shape, z, y);
                float* from = input + (pixel * t.InputPixelStride);
                float* to = row >= first && row < last ? gradient + (pixel * t.InputGradientPixelStride) : null;
                for (int x = 0; x < columns; x++, from += columnStep)
                {
                    TVec value = Load(from, count, isWhole);
                    if (to != null)
                    {
                        TVec sum = TSimd.Add(Load(to, count, isWhole), TSimd.SelectLess(value, largest, TSimd.Zero, left));
                        if (isWhole)
                            TSimd.Store(to, sum);
                        else
                            TSimd.StoreTail(to, sum, count);
                        to += gradientStep;
                    }

                    left = TSimd.SelectLess(value, largest, left, TSimd.Zero);
                }
            }
        }
    }

    // How many rows of the image a row of a window is behind its first one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Row(ConvolutionShape shape, int z, int y) =>
        ((long)z * shape.DilationDepth * shape.InputHeight) + ((long)y * shape.DilationHeight);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Load(float* source, int count, bool isWhole) => isWhole ? TSimd.Load(source) : TSimd.LoadTail(source, count);
}
