using System.Runtime.CompilerServices;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Pooling;

/// <summary>The p-norm of each window, one channel at a time; sums are in double precision.</summary>
internal static unsafe class LpPoolingKernel
{
    /// <summary>The output pixels [first, last), counted over the whole batch.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(ConvolutionShape shape, in LpPoolingArguments t, long first, long last)
    {
        for (long pixel = first; pixel < last;)
        {
            long row = pixel / shape.OutputWidth;
            var line = new PoolingLine(shape, row);
            long end = Math.Min(last, (row + 1) * shape.OutputWidth);
            for (; pixel < end; pixel++)
            {
                int x = (int)(pixel - (row * shape.OutputWidth));
                PoolingWindow window = line.Window(x);
                float* from = t.Input + line.Input + window.First;
                float* to = t.Output + line.Output + (x * shape.OutputPixelStride);
                for (int channel = 0; channel < shape.OutputChannels; channel++)
                    to[channel] = Norm(from + channel, in window, t.P);
            }
        }
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static float Norm(float* input, in PoolingWindow window, double p)
    {
        double sum = 0;
        for (int z = 0; z < window.Planes; z++)
        {
            for (int y = 0; y < window.Rows; y++)
            {
                float* from = input + (z * window.PlaneStep) + (y * window.RowStep);
                for (int x = 0; x < window.Columns; x++, from += window.ColumnStep)
                    sum += p == 2 ? (double)*from * *from : p == 1 ? Math.Abs(*from) : Math.Pow(Math.Abs(*from), p);
            }
        }

        return (float)(p == 2 ? Math.Sqrt(sum) : p == 1 ? sum : Math.Pow(sum, 1 / p));
    }
}
