using System.Runtime.CompilerServices;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Pooling;

/// <summary>
/// Maximum and average pooling: vectors run over channels. A mean adds up the sums of its window's lines, so that the error of a large
/// window (all of an image, say) does not grow with its area.
/// </summary>
internal static unsafe class PoolingKernel<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    // Taps that are added to one running sum.
    private const int LineTaps = 128;

    /// <summary>The largest element of each window for the output pixels [first, last), counted over the whole batch.</summary>
    public static void Maximum(ConvolutionShape shape, in PoolingArguments t, long first, long last) =>
        Run<Largest>(shape, in t, first, last);

    /// <summary>The mean of each window for the output pixels [first, last), counted over the whole batch.</summary>
    public static void Average(ConvolutionShape shape, in PoolingArguments t, long first, long last) =>
        Run<Mean>(shape, in t, first, last);

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Run<TOperation>(ConvolutionShape shape, in PoolingArguments t, long first, long last)
        where TOperation : struct, IPoolingOperation
    {
        for (long pixel = first; pixel < last;)
        {
            long row = pixel / shape.OutputWidth;
            var line = new PoolingLine(shape, row);
            int x = (int)(pixel - (row * shape.OutputWidth));
            int end = (int)Math.Min(shape.OutputWidth, x + last - pixel);
            pixel += end - x;
            float* input = (float*)t.Input + line.Input;
            float* output = (float*)t.Output + line.Output + (x * shape.OutputPixelStride);
            for (; x < end; x++, output += shape.OutputPixelStride)
            {
                PoolingWindow window = line.Window(x);
                Pixel<TOperation>(
                    input + window.First, in window, output, shape.OutputChannels, 1f
                    / (t.CountPadding ? line.Padded(x, in t) : window.Count));
            }
        }
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Pixel<TOperation>(
        float* input, in PoolingWindow window, float* output, int channels, float scale) where TOperation : struct, IPoolingOperation
    {
        int lanes = TSimd.Lanes;
        int channel = 0;
        for (; channel <= channels - lanes; channel += lanes)
        {
            TVec result = TOperation.Start;
            for (int z = 0; z < window.Planes; z++)
            {
                for (int y = 0; y < window.Rows; y++)
                {
                    float* from = input + (z * window.PlaneStep) + (y * window.RowStep) + channel;
                    for (int x = 0; x < window.Columns;)
                    {
                        TVec line = TOperation.StartLine(result);
                        for (int end = Math.Min(window.Columns, x + LineTaps); x < end; x++, from += window.ColumnStep)
                            line = TOperation.Combine(line, TSimd.Load(from));
                        result = TOperation.EndLine(result, line);
                    }
                }
            }

            TSimd.Store(output + channel, TOperation.Finish(result, scale));
        }

        int tail = channels - channel;
        if (tail > 0)
        {
            TVec result = TOperation.Start;
            for (int z = 0; z < window.Planes; z++)
            {
                for (int y = 0; y < window.Rows; y++)
                {
                    float* from = input + (z * window.PlaneStep) + (y * window.RowStep) + channel;
                    for (int x = 0; x < window.Columns;)
                    {
                        TVec line = TOperation.StartLine(result);
                        for (int end = Math.Min(window.Columns, x + LineTaps); x < end; x++, from += window.ColumnStep)
                            line = TOperation.Combine(line, TSimd.LoadTail(from, tail));
                        result = TOperation.EndLine(result, line);
                    }
                }
            }

            TSimd.StoreTail(output + channel, TOperation.Finish(result, scale), tail);
        }
    }

    private interface IPoolingOperation
    {
        static abstract TVec Start { get; }

        static abstract TVec Combine(TVec result, TVec value);

        /// <summary>What the values of a line of the window are combined with.</summary>
        static abstract TVec StartLine(TVec result);

        static abstract TVec EndLine(TVec result, TVec line);

        static abstract TVec Finish(TVec result, float scale);
    }

    private readonly struct Largest : IPoolingOperation
    {
        public static TVec Start => TSimd.Broadcast(float.NegativeInfinity);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Combine(TVec result, TVec value) => TSimd.Max(result, value);

        public static TVec StartLine(TVec result) => result;

        public static TVec EndLine(TVec result, TVec line) => line;

        public static TVec Finish(TVec result, float scale) => result;
    }

    private readonly struct Mean : IPoolingOperation
    {
        public static TVec Start => TSimd.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Combine(TVec result, TVec value) => TSimd.Add(result, value);

        public static TVec StartLine(TVec result) => TSimd.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec EndLine(TVec result, TVec line) => TSimd.Add(result, line);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Finish(TVec result, float scale) => TSimd.Multiply(result, TSimd.Broadcast(scale));
    }
}
