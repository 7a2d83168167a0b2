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
internal static unsafe class DepthwiseTile<TSimd, TVec, TFormat>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
    where TFormat : struct, IDepthwiseFormat<TVec>
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
        for (int x = 0; x < shape.OutputWidth; x += 4)
        {
            int left = (x * TStride.Value) - shape.PadLeft;
            if (left >= 0 && left + Reach<TKernel, TStride>() <= shape.InputWidth)
                FourPixels<TKernel, TStride, Inside>(shape, in line, x, left);
            else
                FourPixels<TKernel, TStride, Border>(shape, in line, x, left);
        }
    }

    // Four outputs span 3 strides plus the kernel: 6, 9, 8, 11 or 10 columns.
    private static int Reach<TKernel, TStride>()
        where TKernel : struct, IIntConstant
        where TStride : struct, IIntConstant => (3 * TStride.Value) + TKernel.Value;

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void FourPixels<TKernel, TStride, TPlace>(ConvolutionShape shape, in DepthwiseLine line, int x, int left)
        where TKernel : struct, IIntConstant
        where TStride : struct, IIntConstant
        where TPlace : struct, IPlace
    {
        int reach = Reach<TKernel, TStride>();
        nint pixel = (nint)shape.InputPixelStride * TFormat.ElementBytes;
        int width = shape.InputWidth;
        int count = Math.Min(4, shape.OutputWidth - x);
        TVec zero = TFormat.Zero(in line);
        TVec min = TSimd.Broadcast(line.Min);
        TVec max = TSimd.Broadcast(line.Max);
        int taps = line.LastTap - line.FirstTap;
        nint rowStep = (nint)shape.DilationHeight * width * pixel;
        nint weightStride = line.WeightStride;
        byte* input = line.Input + ((((long)(line.Top + (line.FirstTap * shape.DilationHeight)) * width) + left) * pixel);
        float* firstWeights = line.Weights + ((long)line.FirstTap * TKernel.Value * line.WeightStride);
        for (int next = 0; next < line.Channels; next += TSimd.Lanes)
        {
            int channel = Math.Min(next, line.Channels - TSimd.Lanes);
            TVec bias = TSimd.Load(line.Bias + channel);
            TVec sum0 = bias, sum1 = bias, sum2 = bias, sum3 = bias;
            byte* from = input + (channel * TFormat.ElementBytes);
            float* weights = firstWeights + channel;
            for (int tap = taps; tap > 0; tap--)
            {
                TVec d0 = Column<TPlace>(from + (0 * pixel), left + 0, width, zero);
                TVec d1 = Column<TPlace>(from + (1 * pixel), left + 1, width, zero);
                TVec d2 = Column<TPlace>(from + (2 * pixel), left + 2, width, zero);
                TVec d3 = Column<TPlace>(from + (3 * pixel), left + 3, width, zero);
                TVec d4 = Column<TPlace>(from + (4 * pixel), left + 4, width, zero);
                TVec d5 = Column<TPlace>(from + (5 * pixel), left + 5, width, zero);
                TVec d6 = reach > 6 ? Column<TPlace>(from + (6 * pixel), left + 6, width, zero) : bias;
                TVec d7 = reach > 7 ? Column<TPlace>(from + (7 * pixel), left + 7, width, zero) : bias;
                TVec d8 = reach > 8 ? Column<TPlace>(from + (8 * pixel), left + 8, width, zero) : bias;
                TVec d9 = reach > 9 ? Column<TPlace>(from + (9 * pixel), left + 9, width, zero) : bias;
                TVec d10 = reach > 10 ? Column<TPlace>(from + (10 * pixel), left + 10, width, zero) : bias;

                TVec w0 = TSimd.Load(weights);
                sum0 = TSimd.MultiplyAdd(d0, w0, sum0);
                sum1 = TSimd.MultiplyAdd(TStride.Value == 1 ? d1 : d2, w0, sum1);
                sum2 = TSimd.MultiplyAdd(TStride.Value == 1 ? d2 : d4, w0, sum2);
                sum3 = TSimd.MultiplyAdd(TStride.Value == 1 ? d3 : d6, w0, sum3);

                TVec w1 = TSimd.Load(weights + (1 * weightStride));
                sum0 = TSimd.MultiplyAdd(d1, w1, sum0);
                sum1 = TSimd.MultiplyAdd(TStride.Value == 1 ? d2 : d3, w1, sum1);
                sum2 = TSimd.MultiplyAdd(TStride.Value == 1 ? d3 : d5, w1, sum2);
                sum3 = TSimd.MultiplyAdd(TStride.Value == 1 ? d4 : d7, w1, sum3);

                TVec w2 = TSimd.Load(weights + (2 * weightStride));
                sum0 = TSimd.MultiplyAdd(d2, w2, sum0);
                sum1 = TSimd.MultiplyAdd(TStride.Value == 1 ? d3 : d4, w2, sum1);
                sum2 = TSimd.MultiplyAdd(TStride.Value == 1 ? d4 : d6, w2, sum2);
                sum3 = TSimd.MultiplyAdd(TStride.Value == 1 ? d5 : d8, w2, sum3);

                if (TKernel.Value > 3)
                {
                    TVec w3 = TSimd.Load(weights + (3 * weightStride));
                    sum0 = TSimd.MultiplyAdd(d3, w3, sum0);
                    sum1 = TSimd.MultiplyAdd(TStride.Value == 1 ? d4 : d5, w3, sum1);
                    sum2 = TSimd.MultiplyAdd(TStride.Value == 1 ? d5 : d7, w3, sum2);
                    sum3 = TSimd.MultiplyAdd(TStride.Value == 1 ? d6 : d9, w3, sum3);
                }

                if (TKernel.Value > 4)
                {
                    TVec w4 = TSimd.Load(weights + (4 * weightStride));
                    sum0 = TSimd.MultiplyAdd(d4, w4, sum0);
                    sum1 = TSimd.MultiplyAdd(TStride.Value == 1 ? d5 : d6, w4, sum1);
                    sum2 = TSimd.MultiplyAdd(TStride.Value == 1 ? d6 : d8, w4, sum2);
                    sum3 = TSimd.MultiplyAdd(TStride.Value == 1 ? d7 : d10, w4, sum3);
                }

                if (TKernel.Value > 5)
                {
                    TVec w5 = TSimd.Load(weights + (5 * weightStride));
                    sum0 = TSimd.MultiplyAdd(d5, w5, sum0);
                    sum1 = TSimd.MultiplyAdd(TStride.Value == 1 ? d6 : d7, w5, sum1);
                    sum2 = TSimd.MultiplyAdd(TStride.Value == 1 ? d7 : d9, w5, sum2);
                    sum3 = TSimd.MultiplyAdd(d8, w5, sum3);
                }

                if (TKernel.Value > 6)
                {
                    TVec w6 = TSimd.Load(weights + (6 * weightStride));
                    sum0 = TSimd.MultiplyAdd(d6, w6, sum0);
                    sum1 = TSimd.MultiplyAdd(TStride.Value == 1 ? d7 : d8, w6, sum1);
                    sum2 = TSimd.MultiplyAdd(TStride.Value == 1 ? d8 : d10, w6, sum2);
                    sum3 = TSimd.MultiplyAdd(d9, w6, sum3);
                }

                from += rowStep;
                weights += TKernel.Value * weightStride;
            }

            TFormat.Store(in line, channel, x, sum0, min, max);
            if (count > 1)
                TFormat.Store(in line, channel, x + 1, sum1, min, max);
            if (count > 2)
                TFormat.Store(in line, channel, x + 2, sum2, min, max);
            if (count > 3)
                TFormat.Store(in line, channel, x + 3, sum3, min, max);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Column<TPlace>(byte* from, int x, int width, TVec zero) where TPlace : struct, IPlace =>
        TPlace.IsInside || (uint)x < (uint)width ? TFormat.Load(from, zero) : TSimd.Zero;

    /// <summary>Whether all columns of four neighbouring windows are inside the image, as a constant for the JIT.</summary>
    private interface IPlace
    {
        static abstract bool IsInside { get; }
    }

    private readonly struct Inside : IPlace
    {
        public static bool IsInside => true;
    }

    private readonly struct Border : IPlace
    {
        public static bool IsInside => false;
    }
}
