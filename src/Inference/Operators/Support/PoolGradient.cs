using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators.Support;

/// <summary>The gradients of pooling.</summary>
internal static class PoolGradient
{
    /// <summary>The gradient of each window goes to its largest element, of equal ones to the first in row-major order.</summary>
    /// <param name="context">The context of a node whose input 0 is pooled.</param>
    /// <param name="attributes">Those of the MaxPool.</param>
    public static void OfMaximum(GradientContext context, NodeAttributes attributes)
    {
        var windows = new Dictionary<string, object>(attributes.Values);
        windows.Remove("storage_order");
        context.Set(0, context.Apply(
            context.Operators.MaxPoolGrad, [context.Input(0), context.Output(), context.Gradient()],
            new NodeAttributes(windows, context.Node.ErrorContext), outputs: 1)[0]);
    }

    /// <summary>The gradient of each window goes in equal parts to the elements that count in it.</summary>
    public static void OfMean(GradientContext context, SlidingWindow window, bool countsPadding)
    {
        Shape x = context.InputShape(0), y = context.OutputShape();
        int axes = window.Axes;
        var parts = new Tensor(ElementType.Float32, new Shape([1, 1, .. y.Skip(2)]));
        Span<float> numbers = parts.Span<float>();
        long[] place = new long[axes];
        for (int i = 0; i < numbers.Length; i++)
        {
            long rest = i;
            for (int axis = axes - 1; axis >= 0; axis--)
                (rest, place[axis]) = Math.DivRem(rest, y[axis + 2]);
            long count = 1;
            for (int axis = 0; axis < axes; axis++)
                count *= Counted(window, axis, place[axis], x[axis + 2], countsPadding);
            numbers[i] = 1f / Math.Max(1, count);
        }

        var ones = new Tensor(ElementType.Float32, new Shape([x[1], 1, .. window.Kernel.Select(k => (long)k)]));
        ones.Span<float>().Fill(1);
        Value shares = context.Multiply(context.Gradient(), context.Constant(new MemoryConstant(parts)));
        context.Set(0, ConvolutionGradient.OfInput(context, shares, context.Constant(new MemoryConstant(ones)), window, x[1]));
    }

    private static int Counted(SlidingWindow window, int axis, long place, long extent, bool countsPadding)
    {
        long before = countsPadding ? window.PadBegin[axis] : 0, behind = countsPadding ? window.PadEnd[axis] : 0;
        int count = 0;
        for (int tap = 0; tap < window.Kernel[axis]; tap++)
        {
            long position = (place * window.Stride[axis]) - window.PadBegin[axis] + ((long)tap * window.Dilation[axis]);
            count += position >= -before && position < extent + behind ? 1 : 0;
        }

        return count;
    }
}
