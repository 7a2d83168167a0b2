using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators.Support;

/// <summary>What element-wise operators of several operands share: today's broadcasting, which is numpy's.</summary>
internal static class Broadcasting
{
    /// <summary>
    /// Whether no operand is broadcast over the batch. A computed operand of lower rank is: its own axis 0 is aligned with another axis.
    /// </summary>
    public static bool KeepsImagesApart(Node node) => node.Inputs.All(i =>
        i!.Constant is null ? i.Shape.Rank == node.Outputs[0].Shape.Rank : !i.SpansAxis(0, node.Outputs[0]));

    /// <summary>The shape that all inputs broadcast to, which must have one type.</summary>
    public static void Infer(ShapeContext context, int first = 0)
    {
        IReadOnlyList<Dimension>? shape = context.Dimensions(0);
        for (int i = 1; i < context.InputCount; i++)
        {
            if (i > first && context.Type(i) != context.Type(first))
                throw context.Node.Invalid(
                    $"input {i} is {context.Type(i)}; expected {context.Type(first)} like input {first}");
            shape = ShapeContext.Broadcast(context.Node, shape, context.Dimensions(i));
        }

        context.Set(0, context.Type(first), shape);
    }

    /// <summary>Emits the function of operands that broadcast to the node's output.</summary>
    /// <param name="context">The node.</param>
    /// <param name="operands">The operands.</param>
    /// <param name="step">Makes the step of the expanded operands and the result.</param>
    public static void Emit(LoweringContext context, View[] operands, Func<View[], View, BroadcastStep> step)
    {
        Shape shape = context.OutputShape();
        bool channelsLast = context.Node.LayoutInput is >= 0 and var input
            ? IsChannelsLastImage(operands[input], shape)
            : Array.Exists(operands, operand => IsChannelsLastImage(operand, shape));
        View output = channelsLast ? context.ChannelsLastOutput() : context.PlainOutput();
        BroadcastStep result = step([.. operands.Select(operand => operand.Expand(shape))], output);
        // An operand that is not contiguous in the output's memory order is copied into that order.
        if (!result.IsWalkable)
            result = step([.. operands.Select(operand => Ordered(context, operand, channelsLast).Expand(shape))], output);
        context.Emit(result);
    }

    private static bool IsChannelsLastImage(View view, Shape shape) =>
        view.Shape.Rank == shape.Rank && view.Shape.ElementCount == shape.ElementCount && view.IsChannelsLast && !view.IsPlain;

    private static View Ordered(LoweringContext context, View view, bool channelsLast)
    {
        if (!channelsLast)
            return context.AsPlain(view);
        // A broadcast operand of lower rank gets leading axes of extent 1, so that its axes can be reordered.
        int missing = context.OutputShape().Rank - view.Shape.Rank;
        View full = missing == 0 ? view : view.TryReshape(new Shape([.. Enumerable.Repeat(1L, missing), .. view.Shape]))!;
        return context.AsChannelsLast(full);
    }
}
