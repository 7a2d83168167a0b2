using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// The gradient of a convolution's input: the transposed convolution of the result's gradient. With a stride of 1 it is itself a
/// convolution, with the kernels turned round and with inputs and outputs exchanged (Dumoulin, Visin: A guide to convolution arithmetic,
/// 2016, section 4.1), which the fast kernels compute. With equal strides along two axes it is one for each phase of the stride
/// (<see cref="SubPixelConvolution"/>), but for that of a picture.
/// </summary>
internal static class ConvolutionGradient
{
    // Floats of 512 bits.
    private const int WidestVector = 16;

    /// <param name="context">The context; the gradient that comes back has the shape of output 0.</param>
    /// <param name="gradient">The gradient of the convolution's result.</param>
    /// <param name="weights">The weights [M, C / groups, kernel...].</param>
    /// <param name="window">The window over the input.</param>
    /// <param name="groups">The number of groups.</param>
    public static Value OfInput(GradientContext context, Value gradient, Value weights, SlidingWindow window, long groups)
    {
        Shape x = context.InputShape(0), y = context.OutputShape();
        int axes = window.Axes;
        bool turns = weights.Constant is { ElementType: ElementType.Float32 } && window.Stride.All(stride => stride == 1)
            && Enumerable.Range(0, axes).All(i => window.Reach(i) > Math.Max(window.PadBegin[i], window.PadEnd[i])
                && y[i + 2] + window.Reach(i) - 1 - window.PadBegin[i] - window.PadEnd[i] == x[i + 2]);
        if (turns)
        {
            long[] pads =
            [
                .. Enumerable.Range(0, axes).Select(i => window.Reach(i) - 1 - window.PadBegin[i]),
                .. Enumerable.Range(0, axes).Select(i => window.Reach(i) - 1 - window.PadEnd[i]),
            ];
            return context.Apply(
                o => o.Conv, [gradient, context.Constant(Turned(weights.Constant!.ReadAll(), groups, window.Kernel))], ("pads", pads),
                ("dilations", Longs(window.Dilation)), ("group", groups));
        }

        if (!IsOfPicture(x, y, window, groups)
            && SubPixelConvolution.TryAdd(context, gradient, weights, window, groups) is { } interleaved)
            return interleaved;

        long[] extra = new long[axes], ends = Longs(window.PadEnd);
        for (int i = 0; i < axes; i++)
        {
            long rest = x[i + 2] - ((y[i + 2] - 1) * window.Stride[i]) - window.Reach(i) + window.PadBegin[i] + window.PadEnd[i];
            extra[i] = Math.Max(0, rest);
            // A last window that extends beyond the padding: what it adds there is cut off.
            ends[i] -= Math.Min(0, rest);
        }

        return context.Apply(
            o => o.ConvTranspose, [gradient, weights], ("strides", Longs(window.Stride)),
            ("pads", (long[])[.. Longs(window.PadBegin), .. ends]),
            ("dilations", Longs(window.Dilation)), ("output_padding", extra), ("group", groups));
    }

    // A kernel of its own has transposed convolutions to three channels, where vectors of every width divide the others.
    private static bool IsOfPicture(Shape x, Shape y, SlidingWindow window, long groups) =>
        window.Axes == 2 && groups == 1 && x[1] == NarrowTransposedStep.Channels && y[1] % WidestVector == 0
        && window.Dilation.All(dilation => dilation == 1);

    private static long[] Longs(int[] numbers) => Array.ConvertAll(numbers, number => (long)number);

    // The taps from the last to the first.
    private static MemoryConstant Turned(Tensor weights, long groups, int[] kernel) =>
        new(ConvolutionTaps.Exchange(weights, groups, [.. kernel.Select(k => Enumerable.Range(0, k).Reverse().ToArray())]));
}
