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
        groups == 1 && weights[1] < ChannelLimit && window.Dilation[^1] == 1 && window.Kernel[^1] > 1;

    /// <summary>Input 0 in channels-last order, padded along the last axis as the window requires.</summary>
    public static View PadColumns(LoweringContext context, SlidingWindow window)
    {
        int left = window.PadBegin[^1];
        int right = window.PadEnd[^1];
        if (left == 0 && right == 0)
            return context.ChannelsLast(0);
        View source = context.Input(0);
        int axis = source.Shape.Rank - 1;
        Shape padded = source.Shape.With(axis, checked(source.Shape[axis] + left + right));
        View target = LoweringContext.NewChannelsLast(padded, source.Type);
        Columns(context, target, 0, left);
        Columns(context, target, padded[axis] - right, right);
        context.Emit(new CopyStep(source, Part(target, left, source.Shape), "channels-last, padded columns"));
        return target;
    }

    private static void Columns(LoweringContext context, View target, long first, long count)
    {
        if (count == 0)
            return;
        Shape shape = target.Shape.With(target.Shape.Rank - 1, count);
        context.Emit(
            new CopyStep(
                context.Filled(new byte[target.Type.SizeInBytes()], target.Type)
                    .Expand(shape), Part(target, first, shape), "zero columns"));
    }

    private static View Part(View whole, long firstColumn, Shape shape) =>
        new(whole.Buffer, whole.Offset + (firstColumn * whole.Strides[^1]), shape, whole.Strides);
}
