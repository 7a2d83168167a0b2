using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Normalization;

/// <summary>
/// Local response normalisation across channels (Krizhevsky, Sutskever, Hinton, 2012; ONNX LRN): y[c] = x[c] / (bias + alpha / size * sum
/// of x[i]^2 over the window around c)^beta, the window clipped at the first and last channel.
/// </summary>
internal static unsafe class LocalResponseKernel<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    /// <summary>
    /// Floats of scratch memory for one pixel: the squares, a window of zeros on both sides, and one vector that may be read beyond the
    /// end.
    /// </summary>
    public static long ScratchFloats(long channels, int size) => channels + (2L * size) + TSimd.Lanes;

    /// <summary>Pixels in channels-last order.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Pixels(in LocalResponseArguments t)
    {
        int lanes = TSimd.Lanes;
        float* x = t.X;
        float* y = t.Y;
        long channels = t.Channels;
        int size = t.Size;
        new Span<float>(t.Scratch, (int)ScratchFloats(channels, size)).Clear();
        float* squares = t.Scratch + size;
        // The window of channel c is [c - floor((size - 1) / 2), c + ceil((size - 1) / 2)].
        int before = (size - 1) / 2;
        TVec factor = TSimd.Broadcast(t.Alpha / size);
        TVec offset = TSimd.Broadcast(t.Bias);
        TVec exponent = TSimd.Broadcast(-t.Beta);
        for (long pixel = 0; pixel < t.Pixels; pixel++, x += t.XPixel, y += t.YPixel)
        {
            for (long c = 0; c < channels; c++)
                squares[c] = x[c] * x[c];
            for (long c = 0; c < channels; c += lanes)
            {
                TVec sum = TSimd.Zero;
                for (int i = 0; i < size; i++)
                    sum = TSimd.Add(sum, TSimd.Load(squares + c - before + i));
                TVec power = SimdMath<TSimd, TVec>.Exp(
                    TSimd.Multiply(exponent, SimdMath<TSimd, TVec>.NormalLog(TSimd.MultiplyAdd(factor, sum, offset))));
                int count = (int)Math.Min(lanes, channels - c);
                if (count == lanes)
                    TSimd.Store(y + c, TSimd.Multiply(TSimd.Load(x + c), power));
                else
                    TSimd.StoreTail(y + c, TSimd.Multiply(TSimd.LoadTail(x + c, count), power), count);
            }
        }
    }
}
