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
    public static void Maximum(ConvolutionShape shape, in PoolingArguments t, long firstRow, long lastRow) =>
        Run<Largest>(shape, in t, firstRow, lastRow);

    /// <summary>The mean of each window in the output rows [firstRow, lastRow), counted over the whole batch.</summary>
    public static void Average(ConvolutionShape shape, in PoolingArguments t, long firstRow, long lastRow) =>
        Run<Mean>(shape, in t, firstRow, lastRow);

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Run<TOperation>(ConvolutionShape shape, in PoolingArguments t, long firstRow, long lastRow)
        where TOperation : struct, IPoolingOperation
    {
        for (long row = firstRow; row < lastRow; row++)
        {
            var line = new PoolingLine(shape, row);
            float* input = (float*)t.Input + line.Input;
            float* output = (float*)t.Output + line.Output;
            for (int x = 0; x < shape.OutputWidth; x++, output += shape.OutputPixelStride)
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
                    for (int x = 0; x < window.Columns; x++, from += window.ColumnStep)
                        result = TOperation.Combine(result, TSimd.Load(from));
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
                    for (int x = 0; x < window.Columns; x++, from += window.ColumnStep)
                        result = TOperation.Combine(result, TSimd.LoadTail(from, tail));
                }
            }

            TSimd.StoreTail(output + channel, TOperation.Finish(result, scale), tail);
        }
    }

    private interface IPoolingOperation
    {
        static abstract TVec Start { get; }

        static abstract TVec Combine(TVec result, TVec value);

        static abstract TVec Finish(TVec result, float scale);
    }

    private readonly struct Largest : IPoolingOperation
    {
        public static TVec Start => TSimd.Broadcast(float.NegativeInfinity);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Combine(TVec result, TVec value) => TSimd.Max(result, value);

        public static TVec Finish(TVec result, float scale) => result;
    }

    private readonly struct Mean : IPoolingOperation
    {
        public static TVec Start => TSimd.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Combine(TVec result, TVec value) => TSimd.Add(result, value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Finish(TVec result, float scale) => TSimd.Multiply(result, TSimd.Broadcast(scale));
    }
}
