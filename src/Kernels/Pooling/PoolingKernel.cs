using System.Runtime.CompilerServices;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Pooling;

/// <summary>Maximum and average pooling: vectors run over channels.</summary>
internal static unsafe class PoolingKernel<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    /// <summary>The largest element of each window in the output rows [firstRow, lastRow), counted over the whole batch.</summary>
    public static void Maximum(ConvolutionShape shape, in PoolingArguments t, long firstRow, long lastRow) => Run<Largest>(shape, in t, firstRow, lastRow);

    /// <summary>The mean of each window in the output rows [firstRow, lastRow), counted over the whole batch.</summary>
    public static void Average(ConvolutionShape shape, in PoolingArguments t, long firstRow, long lastRow) => Run<Mean>(shape, in t, firstRow, lastRow);

    private static void Run<TRule>(ConvolutionShape shape, in PoolingArguments t, long firstRow, long lastRow) where TRule : struct, IRule
    {
        for (long row = firstRow; row < lastRow; row++)
        {
            long image = row / shape.OutputHeight;
            int y = (int)(row - (image * shape.OutputHeight));
            int top = (y * shape.StrideHeight) - shape.PadTop;
            (int firstY, int lastY) = Inside(top, shape.KernelHeight, shape.DilationHeight, shape.InputHeight);
            int countY = Counted(top, shape.KernelHeight, shape.DilationHeight, shape.InputHeight + t.PadBottom);
            float* input = (float*)t.Input + (image * shape.InputHeight * shape.InputWidth * shape.InputPixelStride);
            float* output = (float*)t.Output + (row * shape.OutputWidth * shape.OutputPixelStride);
            for (int x = 0; x < shape.OutputWidth; x++)
            {
                int left = (x * shape.StrideWidth) - shape.PadLeft;
                (int firstX, int lastX) = Inside(left, shape.KernelWidth, shape.DilationWidth, shape.InputWidth);
                long elements = t.CountPadding
                    ? (long)countY * Counted(left, shape.KernelWidth, shape.DilationWidth, shape.InputWidth + t.PadRight)
                    : (long)Math.Max(0, lastY - firstY) * Math.Max(0, lastX - firstX);
                var window = new Window
                {
                    First = input + ((((long)(top + (firstY * shape.DilationHeight)) * shape.InputWidth) + left + (firstX * shape.DilationWidth)) * shape.InputPixelStride),
                    RowStep = (long)shape.DilationHeight * shape.InputWidth * shape.InputPixelStride,
                    ColumnStep = shape.DilationWidth * shape.InputPixelStride,
                    Rows = lastY - firstY,
                    Columns = lastX - firstX,
                };
                Pixel<TRule>(in window, output, shape.OutputChannels, 1f / elements);
                output += shape.OutputPixelStride;
            }
        }
    }

    private static void Pixel<TRule>(in Window window, float* output, int channels, float scale) where TRule : struct, IRule
    {
        int lanes = TSimd.Lanes;
        int channel = 0;
        for (; channel <= channels - lanes; channel += lanes)
        {
            TVec result = TRule.Start;
            for (int y = 0; y < window.Rows; y++)
            {
                float* from = window.First + (y * window.RowStep) + channel;
                for (int x = 0; x < window.Columns; x++, from += window.ColumnStep)
                    result = TRule.Combine(result, TSimd.Load(from));
            }

            TSimd.Store(output + channel, TRule.Finish(result, scale));
        }

        int tail = channels - channel;
        if (tail > 0)
        {
            TVec result = TRule.Start;
            for (int y = 0; y < window.Rows; y++)
            {
                float* from = window.First + (y * window.RowStep) + channel;
                for (int x = 0; x < window.Columns; x++, from += window.ColumnStep)
                    result = TRule.Combine(result, TSimd.LoadTail(from, tail));
            }

            TSimd.StoreTail(output + channel, TRule.Finish(result, scale), tail);
        }
    }

    /// <summary>The taps [first, last) that lie inside [0, extent).</summary>
    private static (int First, int Last) Inside(int start, int taps, int dilation, int extent)
    {
        int first = start >= 0 ? 0 : (-start + dilation - 1) / dilation;
        int last = extent - start <= 0 ? 0 : Math.Min(taps, ((extent - start - 1) / dilation) + 1);
        return (first, last);
    }

    /// <summary>The taps of a window that lie before <paramref name="end"/>, the padding in front included.</summary>
    private static int Counted(int start, int taps, int dilation, int end) =>
        end - start <= 0 ? 0 : Math.Min(taps, ((end - start - 1) / dilation) + 1);

    private struct Window
    {
        public float* First;
        public long RowStep;
        public long ColumnStep;
        public int Rows;
        public int Columns;
    }

    private interface IRule
    {
        static abstract TVec Start { get; }

        static abstract TVec Combine(TVec result, TVec value);

        static abstract TVec Finish(TVec result, float scale);
    }

    private readonly struct Largest : IRule
    {
        public static TVec Start => TSimd.Broadcast(float.NegativeInfinity);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Combine(TVec result, TVec value) => TSimd.Max(result, value);

        public static TVec Finish(TVec result, float scale) => result;
    }

    private readonly struct Mean : IRule
    {
        public static TVec Start => TSimd.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Combine(TVec result, TVec value) => TSimd.Add(result, value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Finish(TVec result, float scale) => TSimd.Multiply(result, TSimd.Broadcast(scale));
    }
}
