using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Convolution;

/// <summary>The memory that one depthwise convolution works on.</summary>
internal unsafe struct DepthwiseArguments
{
    public float* Input;

    public float* Output;

    /// <summary>For each tap the weights of all channels, padded to <see cref="WeightStride"/>.</summary>
    public float* Weights;

    /// <summary>Floats between two taps' weights: the channels, rounded up to whole vectors.</summary>
    public int WeightStride;

    /// <summary>One value per channel, padded like the weights.</summary>
    public float* Bias;

    /// <summary>Added before clamping, or null.</summary>
    public float* Residual;

    public float Min;

    public float Max;
}

/// <summary>
/// Depthwise convolution (one filter per channel): vectors run over channels, so that a tap is one load and one multiply-add.
/// Four neighbouring output pixels share each weight load.
/// </summary>
internal static unsafe class DepthwiseKernel<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    /// <summary>Computes the output rows [firstRow, lastRow) counted over the whole batch.</summary>
    public static void Run(ConvolutionShape shape, in DepthwiseArguments t, long firstRow, long lastRow)
    {
        int lanes = TSimd.Lanes;
        int channels = shape.OutputChannels;
        bool tiles = channels >= lanes && shape.DilationWidth == 1 && DepthwiseTile<TSimd, TVec>.Has(shape.KernelWidth, shape.StrideWidth);
        for (long row = firstRow; row < lastRow; row++)
        {
            long image = row / shape.OutputHeight;
            int y = (int)(row - (image * shape.OutputHeight));
            if (tiles)
            {
                TileRow(shape, in t, image, y);
                continue;
            }

            for (int channel = 0; channel < channels; channel += lanes)
                Row(shape, in t, image, y, channel, Math.Min(lanes, channels - channel));
        }
    }

    private static void TileRow(ConvolutionShape shape, in DepthwiseArguments t, long image, int y)
    {
        int top = (y * shape.StrideHeight) - shape.PadTop;
        (int firstTap, int lastTap) = Inside(top, shape.KernelHeight, shape.DilationHeight, shape.InputHeight);
        long outputRow = (image * shape.OutputHeight) + y;
        var line = new DepthwiseLine
        {
            Input = t.Input + (image * shape.InputHeight * shape.InputWidth * shape.InputPixelStride),
            Output = t.Output + (outputRow * shape.OutputWidth * shape.OutputPixelStride),
            Residual = t.Residual == null ? null : t.Residual + (outputRow * shape.OutputWidth * shape.ResidualPixelStride),
            Weights = t.Weights,
            WeightStride = t.WeightStride,
            Bias = t.Bias,
            Channels = shape.OutputChannels,
            Top = top,
            FirstTap = firstTap,
            LastTap = lastTap,
            Min = t.Min,
            Max = t.Max,
        };
        DepthwiseTile<TSimd, TVec>.Row(shape, in line);
    }

    // One output row of one vector of channels. Pixels whose taps all lie inside the image's width go four at a time.
    private static void Row(ConvolutionShape shape, in DepthwiseArguments t, long image, int y, int channel, int count)
    {
        int top = (y * shape.StrideHeight) - shape.PadTop;
        (int firstTap, int lastTap) = Inside(top, shape.KernelHeight, shape.DilationHeight, shape.InputHeight);
        int reach = (shape.KernelWidth - 1) * shape.DilationWidth;
        int firstInner = Math.Min(shape.OutputWidth, (shape.PadLeft + shape.StrideWidth - 1) / shape.StrideWidth);
        int lastStart = shape.InputWidth - 1 - reach + shape.PadLeft;
        int lastInner = lastStart < 0 ? firstInner : Math.Clamp((lastStart / shape.StrideWidth) + 1, firstInner, shape.OutputWidth);

        float* input = t.Input + (image * shape.InputHeight * shape.InputWidth * shape.InputPixelStride) + channel;
        long outputRow = (image * shape.OutputHeight) + y;
        float* output = t.Output + (outputRow * shape.OutputWidth * shape.OutputPixelStride) + channel;
        float* residual = t.Residual == null ? null : t.Residual + (outputRow * shape.OutputWidth * shape.ResidualPixelStride) + channel;
        TVec bias = TSimd.Load(t.Bias + channel);
        bool whole = count == TSimd.Lanes;

        for (int x = 0; x < firstInner; x++)
            Pixel(shape, in t, input, output, residual, x, top, firstTap, lastTap, channel, count, bias);
        int column = firstInner;
        if (whole)
        {
            for (; column <= lastInner - 4; column += 4)
                FourPixels(shape, in t, input, output, residual, column, top, firstTap, lastTap, channel, bias);
        }

        for (; column < shape.OutputWidth; column++)
            Pixel(shape, in t, input, output, residual, column, top, firstTap, lastTap, channel, count, bias);
    }

    /// <summary>The taps [first, last) of a window starting at <paramref name="start"/> that lie inside [0, extent).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (int First, int Last) Inside(int start, int taps, int dilation, int extent)
    {
        int first = start >= 0 ? 0 : (-start + dilation - 1) / dilation;
        int last = extent - start <= 0 ? 0 : Math.Min(taps, ((extent - start - 1) / dilation) + 1);
        return (Math.Min(first, taps), last);
    }

    private static void Pixel(
        ConvolutionShape shape, in DepthwiseArguments t, float* input, float* output, float* residual,
        int x, int top, int firstTap, int lastTap, int channel, int count, TVec sum)
    {
        int left = (x * shape.StrideWidth) - shape.PadLeft;
        (int firstColumn, int lastColumn) = Inside(left, shape.KernelWidth, shape.DilationWidth, shape.InputWidth);
        bool whole = count == TSimd.Lanes;
        for (int ky = firstTap; ky < lastTap; ky++)
        {
            long line = (long)(top + (ky * shape.DilationHeight)) * shape.InputWidth;
            for (int kx = firstColumn; kx < lastColumn; kx++)
            {
                float* from = input + ((line + left + (kx * shape.DilationWidth)) * shape.InputPixelStride);
                TVec weight = TSimd.Load(t.Weights + ((((long)ky * shape.KernelWidth) + kx) * t.WeightStride) + channel);
                sum = TSimd.MultiplyAdd(whole ? TSimd.Load(from) : TSimd.LoadTail(from, count), weight, sum);
            }
        }

        float* to = output + (x * shape.OutputPixelStride);
        float* added = residual == null ? null : residual + (x * shape.ResidualPixelStride);
        if (whole)
        {
            if (added != null)
                sum = TSimd.Add(sum, TSimd.Load(added));
            TSimd.Store(to, Clamp(in t, sum));
        }
        else
        {
            if (added != null)
                sum = TSimd.Add(sum, TSimd.LoadTail(added, count));
            TSimd.StoreTail(to, Clamp(in t, sum), count);
        }
    }

    private static void FourPixels(
        ConvolutionShape shape, in DepthwiseArguments t, float* input, float* output, float* residual,
        int x, int top, int firstTap, int lastTap, int channel, TVec bias)
    {
        TVec sum0 = bias, sum1 = bias, sum2 = bias, sum3 = bias;
        nint pixel = (nint)shape.InputPixelStride;
        nint step = shape.StrideWidth * pixel;
        nint between = shape.DilationWidth * pixel;
        int kernelWidth = shape.KernelWidth;
        int weightStride = t.WeightStride;
        int left = (x * shape.StrideWidth) - shape.PadLeft;
        for (int ky = firstTap; ky < lastTap; ky++)
        {
            float* from = input + ((((long)(top + (ky * shape.DilationHeight)) * shape.InputWidth) + left) * pixel);
            float* weights = t.Weights + ((long)ky * kernelWidth * weightStride) + channel;
            for (int kx = 0; kx < kernelWidth; kx++)
            {
                TVec weight = TSimd.Load(weights);
                sum0 = TSimd.MultiplyAdd(TSimd.Load(from), weight, sum0);
                sum1 = TSimd.MultiplyAdd(TSimd.Load(from + step), weight, sum1);
                sum2 = TSimd.MultiplyAdd(TSimd.Load(from + (2 * step)), weight, sum2);
                sum3 = TSimd.MultiplyAdd(TSimd.Load(from + (3 * step)), weight, sum3);
                from += between;
                weights += weightStride;
            }
        }

        nint outputStep = (nint)shape.OutputPixelStride;
        float* to = output + (x * outputStep);
        if (residual != null)
        {
            nint residualStep = (nint)shape.ResidualPixelStride;
            float* added = residual + (x * residualStep);
            sum0 = TSimd.Add(sum0, TSimd.Load(added));
            sum1 = TSimd.Add(sum1, TSimd.Load(added + residualStep));
            sum2 = TSimd.Add(sum2, TSimd.Load(added + (2 * residualStep)));
            sum3 = TSimd.Add(sum3, TSimd.Load(added + (3 * residualStep)));
        }

        TSimd.Store(to, Clamp(in t, sum0));
        TSimd.Store(to + outputStep, Clamp(in t, sum1));
        TSimd.Store(to + (2 * outputStep), Clamp(in t, sum2));
        TSimd.Store(to + (3 * outputStep), Clamp(in t, sum3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Clamp(in DepthwiseArguments t, TVec value) =>
        SimdMath<TSimd, TVec>.Clamp(value, TSimd.Broadcast(t.Min), TSimd.Broadcast(t.Max));
}
