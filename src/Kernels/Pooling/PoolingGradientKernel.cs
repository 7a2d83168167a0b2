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
            int c = 0;
            for (; c <= channels - TSimd.Lanes; c += TSimd.Lanes)
            {
                Vector(
                    shape, in t, in window, input + c, gradient + c, TSimd.Load(output + c), TSimd.Load(seed + c), TSimd.Lanes,
                    firstRow, first, last);
            }

            if (c < channels)
            {
                int rest = channels - c;
                Vector(
                    shape, in t, in window, input + c, gradient + c, TSimd.LoadTail(output + c, rest), TSimd.LoadTail(seed + c, rest), rest,
                    firstRow, first, last);
            }
        }
    }

    // What is left of the window's gradient goes to an element that is not less than the largest one; the next ones get zeros. Adding a
    // zero changes no bits but the sign of a negative zero. A window with a NaN has NaN as its largest: the first element is not less.
    [MethodImpl(MethodImplOptions.AggressiveInlining | Loop.OptimizedAtOnce)]
    private static void Vector(
        ConvolutionShape shape, in PoolingGradientArguments t, in PoolingWindow window, float* input, float* gradient, TVec largest,
        TVec left, int count, long firstRow, long first, long last)
    {
        long columnStep = window.ColumnStep * t.InputPixelStride, gradientStep = window.ColumnStep * t.InputGradientPixelStride;
        long rowStep = window.RowStep * t.InputPixelStride, gradientRowStep = window.RowStep * t.InputGradientPixelStride;
        for (int z = 0; z < window.Planes; z++)
        {
            float* from = input + (z * window.PlaneStep * t.InputPixelStride);
            float* to = gradient + (z * window.PlaneStep * t.InputGradientPixelStride);
            long row = firstRow + ((long)z * shape.DilationDepth * shape.InputHeight);
            for (int y = 0; y < window.Rows; y++, from += rowStep, to += gradientRowStep, row += shape.DilationHeight)
            {
                if (row < first || row >= last)
                    left = Pass(from, columnStep, window.Columns, largest, left, count, count == TSimd.Lanes);
                else if (count == TSimd.Lanes)
                    left = Give(from, columnStep, to, gradientStep, window.Columns, largest, left);
                else
                    left = GiveTail(from, columnStep, to, gradientStep, window.Columns, largest, left, count);
            }
        }
    }

    // A row that somebody else writes: what it leaves to the next one.
    [MethodImpl(MethodImplOptions.AggressiveInlining | Loop.OptimizedAtOnce)]
    private static TVec Pass(float* from, long step, int columns, TVec largest, TVec left, int count, bool isWhole)
    {
        for (int x = 0; x < columns; x++, from += step)
            left = TSimd.SelectLess(Load(from, count, isWhole), largest, left, TSimd.Zero);
        return left;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | Loop.OptimizedAtOnce)]
    private static TVec Give(float* from, long step, float* to, long toStep, int columns, TVec largest, TVec left)
    {
        for (int x = 0; x < columns; x++, from += step, to += toStep)
        {
            TVec value = TSimd.Load(from);
            TSimd.Store(to, TSimd.Add(TSimd.Load(to), TSimd.SelectLess(value, largest, TSimd.Zero, left)));
            left = TSimd.SelectLess(value, largest, left, TSimd.Zero);
        }

        return left;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | Loop.OptimizedAtOnce)]
    private static TVec GiveTail(
        float* from, long step, float* to, long toStep, int columns, TVec largest, TVec left, int count)
    {
        for (int x = 0; x < columns; x++, from += step, to += toStep)
        {
            TVec value = TSimd.LoadTail(from, count), sum = TSimd.SelectLess(value, largest, TSimd.Zero, left);
            TSimd.StoreTail(to, TSimd.Add(TSimd.LoadTail(to, count), sum), count);
            left = TSimd.SelectLess(value, largest, left, TSimd.Zero);
        }

        return left;
    }

    // How many rows of the image a row of a window is behind its first one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Row(ConvolutionShape shape, int z, int y) =>
        ((long)z * shape.DilationDepth * shape.InputHeight) + ((long)y * shape.DilationHeight);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Load(float* source, int count, bool isWhole) => isWhole ? TSimd.Load(source) : TSimd.LoadTail(source, count);
}
