using System.Runtime.CompilerServices;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Convolution;

/// <summary>
/// The common depthwise windows (3, 5 and 7 wide, stride 1 and 2, no dilation), four neighbouring output pixels at a time: their input
/// columns are loaded once per kernel row into named locals and shared by all taps, so that a tap costs a multiply-add and a quarter of a
/// weight load. Columns outside the image are zero vectors, so borders take the same path. Channels are the innermost loop, so that memory
/// is read in long runs, which the processor prefetches. Instead of a tail, the last vector overlaps the previous one.
/// </summary>
internal static unsafe class DepthwiseTile<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    /// <summary>Whether there is a tile for this kernel width and stride.</summary>
    public static bool Has(int kernelWidth, int stride) => (kernelWidth, stride) is (3, 1) or (3, 2) or (5, 1) or (5, 2) or (7, 1);

    public static void Row(ConvolutionShape shape, in DepthwiseLine line)
    {
        switch (shape.KernelWidth, shape.StrideWidth)
        {
            case (3, 1): Row<Three, One>(shape, in line); break;
            case (3, 2): Row<Three, Two>(shape, in line); break;
            case (5, 1): Row<Five, One>(shape, in line); break;
            case (5, 2): Row<Five, Two>(shape, in line); break;
            default: Row<Seven, One>(shape, in line); break;
        }
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Row<TKernel, TStride>(ConvolutionShape shape, in DepthwiseLine line)
        where TKernel : struct, IIntConstant
        where TStride : struct, IIntConstant
    {
        // Four outputs span 3 strides plus the kernel: 6, 9, 8, 11 or 10 columns.
        int reach = (3 * TStride.Value) + TKernel.Value;
        nint pixel = (nint)shape.InputPixelStride;
        nint outputStep = (nint)shape.OutputPixelStride;
        TVec min = TSimd.Broadcast(line.Min);
        TVec max = TSimd.Broadcast(line.Max);
        for (int x = 0; x < shape.OutputWidth; x += 4)
        {
            int left = (x * TStride.Value) - shape.PadLeft;
            bool inside = left >= 0 && left + reach <= shape.InputWidth;
            for (int next = 0; next < line.Channels; next += TSimd.Lanes)
            {
                int channel = Math.Min(next, line.Channels - TSimd.Lanes);
                TVec bias = TSimd.Load(line.Bias + channel);
                TVec sum0 = bias, sum1 = bias, sum2 = bias, sum3 = bias;
                for (int ky = line.FirstTap; ky < line.LastTap; ky++)
                {
                    float* from = line.Input + channel
                        + ((((long)(line.Top + (ky * shape.DilationHeight)) * shape.InputWidth) + left) * pixel);
                    float* weights = line.Weights + channel + ((long)ky * TKernel.Value * line.WeightStride);
                    TVec d0 = Column(from + (0 * pixel), inside, left + 0, shape.InputWidth);
                    TVec d1 = Column(from + (1 * pixel), inside, left + 1, shape.InputWidth);
                    TVec d2 = Column(from + (2 * pixel), inside, left + 2, shape.InputWidth);
                    TVec d3 = Column(from + (3 * pixel), inside, left + 3, shape.InputWidth);
                    TVec d4 = Column(from + (4 * pixel), inside, left + 4, shape.InputWidth);
                    TVec d5 = Column(from + (5 * pixel), inside, left + 5, shape.InputWidth);
                    TVec d6 = reach > 6 ? Column(from + (6 * pixel), inside, left + 6, shape.InputWidth) : bias;
                    TVec d7 = reach > 7 ? Column(from + (7 * pixel), inside, left + 7, shape.InputWidth) : bias;
                    TVec d8 = reach > 8 ? Column(from + (8 * pixel), inside, left + 8, shape.InputWidth) : bias;
                    TVec d9 = reach > 9 ? Column(from + (9 * pixel), inside, left + 9, shape.InputWidth) : bias;
                    TVec d10 = reach > 10 ? Column(from + (10 * pixel), inside, left + 10, shape.InputWidth) : bias;

                    TVec w0 = TSimd.Load(weights);
                    sum0 = TSimd.MultiplyAdd(d0, w0, sum0);
                    sum1 = TSimd.MultiplyAdd(TStride.Value == 1 ? d1 : d2, w0, sum1);
                    sum2 = TSimd.MultiplyAdd(TStride.Value == 1 ? d2 : d4, w0, sum2);
                    sum3 = TSimd.MultiplyAdd(TStride.Value == 1 ? d3 : d6, w0, sum3);

                    TVec w1 = TSimd.Load(weights + (1 * line.WeightStride));
                    sum0 = TSimd.MultiplyAdd(d1, w1, sum0);
                    sum1 = TSimd.MultiplyAdd(TStride.Value == 1 ? d2 : d3, w1, sum1);
                    sum2 = TSimd.MultiplyAdd(TStride.Value == 1 ? d3 : d5, w1, sum2);
                    sum3 = TSimd.MultiplyAdd(TStride.Value == 1 ? d4 : d7, w1, sum3);

                    TVec w2 = TSimd.Load(weights + (2 * line.WeightStride));
                    sum0 = TSimd.MultiplyAdd(d2, w2, sum0);
                    sum1 = TSimd.MultiplyAdd(TStride.Value == 1 ? d3 : d4, w2, sum1);
                    sum2 = TSimd.MultiplyAdd(TStride.Value == 1 ? d4 : d6, w2, sum2);
                    sum3 = TSimd.MultiplyAdd(TStride.Value == 1 ? d5 : d8, w2, sum3);

                    if (TKernel.Value > 3)
                    {
                        TVec w3 = TSimd.Load(weights + (3 * line.WeightStride));
                        sum0 = TSimd.MultiplyAdd(d3, w3, sum0);
                        sum1 = TSimd.MultiplyAdd(TStride.Value == 1 ? d4 : d5, w3, sum1);
                        sum2 = TSimd.MultiplyAdd(TStride.Value == 1 ? d5 : d7, w3, sum2);
                        sum3 = TSimd.MultiplyAdd(TStride.Value == 1 ? d6 : d9, w3, sum3);
                    }

                    if (TKernel.Value > 4)
                    {
                        TVec w4 = TSimd.Load(weights + (4 * line.WeightStride));
                        sum0 = TSimd.MultiplyAdd(d4, w4, sum0);
                        sum1 = TSimd.MultiplyAdd(TStride.Value == 1 ? d5 : d6, w4, sum1);
                        sum2 = TSimd.MultiplyAdd(TStride.Value == 1 ? d6 : d8, w4, sum2);
                        sum3 = TSimd.MultiplyAdd(TStride.Value == 1 ? d7 : d10, w4, sum3);
                    }

                    if (TKernel.Value > 5)
                    {
                        TVec w5 = TSimd.Load(weights + (5 * line.WeightStride));
                        sum0 = TSimd.MultiplyAdd(d5, w5, sum0);
                        sum1 = TSimd.MultiplyAdd(TStride.Value == 1 ? d6 : d7, w5, sum1);
                        sum2 = TSimd.MultiplyAdd(TStride.Value == 1 ? d7 : d9, w5, sum2);
                        sum3 = TSimd.MultiplyAdd(d8, w5, sum3);
                    }

                    if (TKernel.Value > 6)
                    {
                        TVec w6 = TSimd.Load(weights + (6 * line.WeightStride));
                        sum0 = TSimd.MultiplyAdd(d6, w6, sum0);
                        sum1 = TSimd.MultiplyAdd(TStride.Value == 1 ? d7 : d8, w6, sum1);
                        sum2 = TSimd.MultiplyAdd(TStride.Value == 1 ? d8 : d10, w6, sum2);
                        sum3 = TSimd.MultiplyAdd(d9, w6, sum3);
                    }
                }

                int count = Math.Min(4, shape.OutputWidth - x);
                float* to = line.Output + channel + (x * outputStep);
                float* added = line.Residual == null ? null : line.Residual + channel + (x * (nint)shape.ResidualPixelStride);
                Finish(to, added, sum0, min, max);
                if (count > 1)
                    Finish(to + outputStep, added == null ? null : added + (nint)shape.ResidualPixelStride, sum1, min, max);
                if (count > 2)
                    Finish(to + (2 * outputStep), added == null ? null : added + (2 * (nint)shape.ResidualPixelStride), sum2, min, max);
                if (count > 3)
                    Finish(to + (3 * outputStep), added == null ? null : added + (3 * (nint)shape.ResidualPixelStride), sum3, min, max);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Column(float* from, bool inside, int x, int width) =>
        inside || (uint)x < (uint)width ? TSimd.Load(from) : TSimd.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(float* to, float* added, TVec sum, TVec min, TVec max)
    {
        if (added != null)
            sum = TSimd.Add(sum, TSimd.Load(added));
        TSimd.Store(to, SimdMath<TSimd, TVec>.Clamp(sum, min, max));
    }
}
