using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// The input of a convolution over few channels, such as the three of a first layer. It is copied once with zero columns at its sides, so
/// that every row of every window is one contiguous run and the kernel neither gathers patches nor checks borders.
/// </summary>
internal static class NarrowInput
{
    /// <summary>With this many channels or more, the run of a single tap is long enough.</summary>
    private const int ChannelLimit = 8;

    public static bool IsWorthwhile(Shape weights, int groups, SlidingWindow window) =>
        groups == 1 && IsWorthwhile(weights[1], window);

    /// <param name="channels">Channels of the input, or words of four channels of one byte each.</param>
    /// <param name="window">The window.</param>
    public static bool IsWorthwhile(long channels, SlidingWindow window) =>
        channels < ChannelLimit && window.Dilation[^1] == 1 && window.Kernel[^1] > 1;

    /// <summary>Input 0 in channels-last order, padded along the last axis as the window requires.</summary>
    public static View PadColumns(LoweringContext context, SlidingWindow window) =>
        PadColumns(context, window, context.ChannelsLast, context.Scalar(0));

    /// <param name="context">The context of the node.</param>
    /// <param name="window">Its window.</param>
    /// <param name="unpadded">The input in the order that the kernel needs, where nothing is padded.</param>
    /// <param name="zero">A scalar that stands for zero: the zero point of quantised elements.</param>
    /// <returns>Input 0 in channels-last order, padded along the last axis as the window requires.</returns>
    public static View PadColumns(LoweringContext context, SlidingWindow window, Func<int, View> unpadded, View zero)
    {
        int left = window.PadBegin[^1];
        int right = window.PadEnd[^1];
        if (left == 0 && right == 0)
            return unpadded(0);
        View source = context.Input(0);
        int axis = source.Shape.Rank - 1;
        Shape padded = source.Shape.With(axis, checked(source.Shape[axis] + left + right));
        View target = LoweringContext.NewChannelsLast(padded, source.Type);
        Columns(context, target, 0, left, zero);
        Columns(context, target, padded[axis] - right, right, zero);
        View inside = Part(target, left, source.Shape);
        // Where pixels are whole words, the unused bytes are copied with the others, so that lines are runs.
        if (source.IsChannelsLast && source.PixelStride == target.PixelStride && source.Type.SizeInBytes() == 1)
            (source, inside) = (Whole(source, target.PixelStride), Whole(inside, target.PixelStride));
        context.Emit(new CopyStep(source, inside, "channels-last, padded columns"));
        return target;
    }

    private static void Columns(LoweringContext context, View target, long first, long count, View zero)
    {
        if (count == 0)
            return;
        Shape shape = target.Shape.With(target.Shape.Rank - 1, count);
        context.Emit(new CopyStep(zero.Expand(shape), Part(target, first, shape), "zero columns"));
    }

    private static View Whole(View view, long pixelStride) =>
        new(view.Buffer, view.Offset, view.Shape.With(1, pixelStride), view.Strides);

    private static View Part(View whole, long firstColumn, Shape shape) =>
        new(whole.Buffer, whole.Offset + (firstColumn * whole.Strides[^1]), shape, whole.Strides);
}
