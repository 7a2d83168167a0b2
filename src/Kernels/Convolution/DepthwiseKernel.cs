using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Convolution;

/// <summary>
/// Depthwise convolution (one filter per channel): vectors run over channels, so that a tap is one load and one multiply-add.
/// Four neighbouring output pixels share each weight load.
/// </summary>
internal static unsafe class DepthwiseKernel<TSimd, TVec, TFormat>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
    where TFormat : struct, IDepthwiseFormat<TVec>
{
    /// <summary>Computes the output rows [firstRow, lastRow) counted over the whole batch.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(ConvolutionShape shape, in DepthwiseArguments t, long firstRow, long lastRow)
    {
        int lanes = TSimd.Lanes;
        int channels = shape.OutputChannels;
        bool tiles = channels >= lanes && shape.KernelDepth == 1 && shape.DilationWidth == 1
            && DepthwiseTile<TSimd, TVec, TFormat>.Has(shape.KernelWidth, shape.StrideWidth);
        for (long row = firstRow; row < lastRow; row++)
        {
            if (tiles)
            {
                DepthwiseTile<TSimd, TVec, TFormat>.Row(shape, Line(shape, in t, row, 0, channels));
                continue;
            }

            for (int channel = 0; channel < channels; channel += lanes)
                Row(shape, Line(shape, in t, row, channel, Math.Min(lanes, channels - channel)));
        }
    }

    private static DepthwiseLine Line(ConvolutionShape shape, in DepthwiseArguments t, long row, int channel, int channels)
    {
        long plane = row / shape.OutputHeight;
        int y = (int)(row - (plane * shape.OutputHeight));
        long image = plane / shape.OutputDepth;
        int z = (int)(plane - (image * shape.OutputDepth));
        int front = (z * shape.StrideDepth) - shape.PadFront;
        (int firstPlane, int lastPlane) = Inside(front, shape.KernelDepth, shape.DilationDepth, shape.InputDepth);
        int top = (y * shape.StrideHeight) - shape.PadTop;
        (int firstTap, int lastTap) = Inside(top, shape.KernelHeight, shape.DilationHeight, shape.InputHeight);
        long pixels = (image * shape.InputDepth) + front + (firstPlane * shape.DilationDepth);
        return new DepthwiseLine
        {
            Input = (byte*)t.Input
                + (((pixels * shape.InputHeight * shape.InputWidth * shape.InputPixelStride) + channel) * TFormat.ElementBytes),
            Output = (byte*)t.Output + (((row * shape.OutputWidth * shape.OutputPixelStride) + channel) * TFormat.ResultBytes),
            OutputPixelStride = (nint)shape.OutputPixelStride,
            Residual = t.Residual == null ? null : t.Residual + (row * shape.OutputWidth * shape.ResidualPixelStride) + channel,
            ResidualPixelStride = (nint)shape.ResidualPixelStride,
            Weights = t.Weights + ((long)firstPlane * shape.KernelHeight * shape.KernelWidth * t.WeightStride) + channel,
            WeightStride = t.WeightStride,
            Bias = t.Bias + channel,
            Channels = channels,
            Planes = Math.Max(0, lastPlane - firstPlane),
            PlaneStep = (long)shape.DilationDepth * shape.InputHeight * shape.InputWidth * shape.InputPixelStride,
            Top = top,
            FirstTap = firstTap,
            // A window completely before or after the image has no taps.
            LastTap = lastPlane > firstPlane ? lastTap : firstTap,
            Min = t.Min,
            Max = t.Max,
            InputZero = t.InputZero,
            HighBias = t.HighBias == null ? null : t.HighBias + channel,
            Scales = t.Scales == null ? null : t.Scales + channel,
            Offsets = t.Offsets == null ? null : t.Offsets + channel,
            OutputZero = t.OutputZero,
        };
    }

    // One output row of one vector of channels. Pixels whose taps are all inside the image's width are computed four at a time.
    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Row(ConvolutionShape shape, in DepthwiseLine line)
    {
        int reach = (shape.KernelWidth - 1) * shape.DilationWidth;
        int firstInner = Math.Min(shape.OutputWidth, (shape.PadLeft + shape.StrideWidth - 1) / shape.StrideWidth);
        int lastStart = shape.InputWidth - 1 - reach + shape.PadLeft;
        int lastInner = lastStart < 0 ? firstInner : Math.Clamp((lastStart / shape.StrideWidth) + 1, firstInner, shape.OutputWidth);
        for (int x = 0; x < firstInner; x++)
            Pixel(shape, in line, x);
        int column = firstInner;
        if (line.Channels == TSimd.Lanes)
        {
            for (; column <= lastInner - 4; column += 4)
                FourPixels(shape, in line, column);
        }

        for (; column < shape.OutputWidth; column++)
            Pixel(shape, in line, column);
    }

    /// <summary>The taps [first, last) of a window starting at <paramref name="start"/> that are inside [0, extent).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (int First, int Last) Inside(int start, int taps, int dilation, int extent)
    {
        int first = start >= 0 ? 0 : (-start + dilation - 1) / dilation;
        int last = extent - start <= 0 ? 0 : Math.Min(taps, ((extent - start - 1) / dilation) + 1);
        return (Math.Min(first, taps), last);
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Pixel(ConvolutionShape shape, in DepthwiseLine line, int x)
    {
        int left = (x * shape.StrideWidth) - shape.PadLeft;
        (int firstColumn, int lastColumn) = Inside(left, shape.KernelWidth, shape.DilationWidth, shape.InputWidth);
        int count = line.Channels;
        bool whole = count == TSimd.Lanes;
        TVec zero = TFormat.Zero(in line);
        TVec sum = TSimd.Load(line.Bias);
        byte* input = line.Input;
        float* weights = line.Weights;
        for (int kz = line.Planes; kz > 0; kz--)
        {
            for (int ky = line.FirstTap; ky < line.LastTap; ky++)
            {
                long row = (long)(line.Top + (ky * shape.DilationHeight)) * shape.InputWidth;
                for (int kx = firstColumn; kx < lastColumn; kx++)
                {
                    byte* from = input + ((row + left + (kx * shape.DilationWidth)) * shape.InputPixelStride * TFormat.ElementBytes);
                    TVec weight = TSimd.Load(weights + ((((long)ky * shape.KernelWidth) + kx) * line.WeightStride));
                    sum = TSimd.MultiplyAdd(whole ? TFormat.Load(from, zero) : TFormat.LoadTail(from, zero, count), weight, sum);
                }
            }

            input += line.PlaneStep * TFormat.ElementBytes;
            weights += (long)shape.KernelHeight * shape.KernelWidth * line.WeightStride;
        }

        TVec min = TSimd.Broadcast(line.Min), max = TSimd.Broadcast(line.Max);
        if (whole)
            TFormat.Store(in line, 0, x, sum, min, max);
        else
            TFormat.StoreTail(in line, 0, x, sum, min, max, count);
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void FourPixels(ConvolutionShape shape, in DepthwiseLine line, int x)
    {
        TVec bias = TSimd.Load(line.Bias);
        TVec sum0 = bias, sum1 = bias, sum2 = bias, sum3 = bias;
        TVec zero = TFormat.Zero(in line);
        nint pixel = (nint)shape.InputPixelStride * TFormat.ElementBytes;
        nint step = shape.StrideWidth * pixel;
        nint between = shape.DilationWidth * pixel;
        int kernelWidth = shape.KernelWidth;
        int weightStride = line.WeightStride;
        int left = (x * shape.StrideWidth) - shape.PadLeft;
        byte* input = line.Input;
        float* planeWeights = line.Weights;
        for (int kz = line.Planes; kz > 0; kz--)
        {
            for (int ky = line.FirstTap; ky < line.LastTap; ky++)
            {
                byte* from = input + ((((long)(line.Top + (ky * shape.DilationHeight)) * shape.InputWidth) + left) * pixel);
                float* weights = planeWeights + ((long)ky * kernelWidth * weightStride);
                for (int kx = 0; kx < kernelWidth; kx++)
                {
                    TVec weight = TSimd.Load(weights);
                    sum0 = TSimd.MultiplyAdd(TFormat.Load(from, zero), weight, sum0);
                    sum1 = TSimd.MultiplyAdd(TFormat.Load(from + step, zero), weight, sum1);
                    sum2 = TSimd.MultiplyAdd(TFormat.Load(from + (2 * step), zero), weight, sum2);
                    sum3 = TSimd.MultiplyAdd(TFormat.Load(from + (3 * step), zero), weight, sum3);
                    from += between;
                    weights += weightStride;
                }
            }

            input += line.PlaneStep * TFormat.ElementBytes;
            planeWeights += (long)shape.KernelHeight * kernelWidth * weightStride;
        }

        TVec min = TSimd.Broadcast(line.Min), max = TSimd.Broadcast(line.Max);
        TFormat.Store(in line, 0, x, sum0, min, max);
        TFormat.Store(in line, 0, x + 1, sum1, min, max);
        TFormat.Store(in line, 0, x + 2, sum2, min, max);
        TFormat.Store(in line, 0, x + 3, sum3, min, max);
    }
}
