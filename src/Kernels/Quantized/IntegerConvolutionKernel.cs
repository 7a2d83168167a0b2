using System.Numerics;
using System.Runtime.CompilerServices;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Quantized;

/// <summary>
/// A convolution of 32-bit integers by its definition, for operands that no packed kernel takes. Sums wrap around, so that their order does
/// not matter; taps outside the image add nothing.
/// </summary>
internal static unsafe class IntegerConvolutionKernel
{
    /// <summary>The output pixels [first, last), counted over the batch.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(ConvolutionShape shape, in IntegerConvolutionArguments t, long first, long last)
    {
        int filters = shape.OutputChannels;
        for (long pixel = first; pixel < last; pixel++)
        {
            long line = pixel / shape.OutputWidth;
            int column = (int)(pixel - (line * shape.OutputWidth));
            long plane = line / shape.OutputHeight;
            int row = (int)(line - (plane * shape.OutputHeight));
            long image = plane / shape.OutputDepth;
            int depth = (int)(plane - (image * shape.OutputDepth));
            int* sums = t.Output + (pixel * shape.OutputPixelStride);
            for (int filter = 0; filter < filters; filter++)
                sums[filter] = t.Bias == null ? 0 : t.Bias[filter];
            int* input = t.Input + (image * shape.InputImagePixels * shape.InputPixelStride);
            for (int tap = 0; tap < shape.Taps; tap++)
            {
                int across = tap % shape.KernelWidth;
                int down = tap / shape.KernelWidth % shape.KernelHeight;
                int back = tap / shape.KernelWidth / shape.KernelHeight;
                long z = ((long)depth * shape.StrideDepth) - shape.PadFront + ((long)back * shape.DilationDepth);
                long y = ((long)row * shape.StrideHeight) - shape.PadTop + ((long)down * shape.DilationHeight);
                long x = ((long)column * shape.StrideWidth) - shape.PadLeft + ((long)across * shape.DilationWidth);
                if (z < 0 || z >= shape.InputDepth || y < 0 || y >= shape.InputHeight || x < 0 || x >= shape.InputWidth)
                    continue;
                long source = (((z * shape.InputHeight) + y) * shape.InputWidth) + x;
                AddTap(shape, input + (source * shape.InputPixelStride), t.Weights, tap, sums);
            }
        }
    }

    // Adds the products of one input pixel with one tap of every filter.
    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void AddTap(ConvolutionShape shape, int* pixel, int* weights, int tap, int* sums)
    {
        int channels = shape.GroupInputChannels;
        int groupFilters = shape.GroupOutputChannels;
        for (int filter = 0; filter < shape.OutputChannels; filter++)
        {
            int* x = pixel + ((long)(filter / groupFilters) * channels);
            int* w = weights + ((((long)filter * shape.Taps) + tap) * channels);
            int sum = 0;
            int i = 0;
            if (channels >= Vector<int>.Count)
            {
                Vector<int> lanes = Vector<int>.Zero;
                for (; i <= channels - Vector<int>.Count; i += Vector<int>.Count)
                    lanes += Vector.Load(x + i) * Vector.Load(w + i);
                sum = Vector.Sum(lanes);
            }

            for (; i < channels; i++)
                sum = unchecked(sum + (x[i] * w[i]));
            sums[filter] = unchecked(sums[filter] + sum);
        }
    }
}
