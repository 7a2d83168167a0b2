using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;
using Fovea.Kernels.Convolution;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// Maximum pooling, one axis after another where that takes far fewer comparisons: a window of 13 by 13 has 169 elements, but 26 along its
/// axes. A maximum has the same bits either way.
/// </summary>
internal static class SeparablePooling
{
    /// <summary>How many times fewer elements are worth the memory in between.</summary>
    private const double Gain = 3;

    /// <summary>Emits one step, or one per axis of the window.</summary>
    public static void Emit(LoweringContext context, ConvolutionShape shape, int[] padEnd, View input, View output)
    {
        ConvolutionShape[] passes = [.. Passes(shape)];
        if (passes.Length < 2 || passes.Sum(Elements) * Gain > Elements(shape))
        {
            context.Emit(new PoolingStep(shape, PoolingKind.Max, padEnd, input, output));
            return;
        }

        int spatial = input.Shape.Rank - 2;
        for (int i = 0; i < passes.Length; i++)
        {
            bool last = i == passes.Length - 1;
            ConvolutionShape pass = passes[i];
            View target = output;
            if (!last)
            {
                long[] pixels = [pass.OutputDepth, pass.OutputHeight, pass.OutputWidth];
                long[] extents = [input.Shape[0], input.Shape[1], .. pixels.TakeLast(spatial)];
                Extents.Check(extents);
                target = LoweringContext.NewChannelsLast(new Shape(extents), input.Type);
            }

            pass = pass with { InputPixelStride = input.PixelStride, OutputPixelStride = target.PixelStride };
            context.Emit(new PoolingStep(pass, PoolingKind.Max, padEnd, input, target));
            input = target;
        }
    }

    private static double Elements(ConvolutionShape shape) => (double)shape.OutputPixels * shape.Taps;

    // Along the width, then the height, then the depth; each pass has the other axes as the ones before it leave them.
    private static IEnumerable<ConvolutionShape> Passes(ConvolutionShape shape)
    {
        if (shape.KernelWidth > 1 || shape.OutputWidth != shape.InputWidth)
            yield return WithoutDepth(WithoutHeight(shape)) with { OutputHeight = shape.InputHeight, OutputDepth = shape.InputDepth };
        if (shape.KernelHeight > 1 || shape.OutputHeight != shape.InputHeight)
            yield return WithoutDepth(WithoutWidth(shape)) with { InputWidth = shape.OutputWidth, OutputDepth = shape.InputDepth };
        if (shape.KernelDepth > 1 || shape.OutputDepth != shape.InputDepth)
            yield return WithoutHeight(WithoutWidth(shape)) with { InputWidth = shape.OutputWidth, InputHeight = shape.OutputHeight };
    }

    private static ConvolutionShape WithoutWidth(ConvolutionShape shape) =>
        shape with { KernelWidth = 1, StrideWidth = 1, PadLeft = 0, DilationWidth = 1 };

    private static ConvolutionShape WithoutHeight(ConvolutionShape shape) =>
        shape with { KernelHeight = 1, StrideHeight = 1, PadTop = 0, DilationHeight = 1 };

    private static ConvolutionShape WithoutDepth(ConvolutionShape shape) =>
        shape with { KernelDepth = 1, StrideDepth = 1, PadFront = 0, DilationDepth = 1 };
}
