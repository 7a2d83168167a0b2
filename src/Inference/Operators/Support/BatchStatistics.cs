using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators.Support;

/// <summary>The factor and the shift of batch normalisations whose statistics the graph computes, or the node itself in training.</summary>
internal static class BatchStatistics
{
    /// <summary>
    /// Emits the statistics and the outputs that follow from them; returns the factor and the shift per channel. Outputs 1 and 2 are the
    /// running mean and variance, <c>given * momentum + of the input * (1 - momentum)</c>; outputs 3 and 4, before opset 14, are those of
    /// the input.
    /// </summary>
    public static (PlanBuffer Scale, PlanBuffer Shift) Train(LoweringContext context)
    {
        View input = context.Input(0);
        int[] order = input.Shape.Rank == 1 ? [0] : [1, 0, .. Enumerable.Range(2, input.Shape.Rank - 2)];
        View rows = context.AsPlain(input.Permute(order));
        long channels = input.Shape.Rank == 1 ? 1 : input.Shape[1];
        View mean = LoweringContext.NewPlain(new Shape(channels), ElementType.Float32);
        View variance = LoweringContext.NewPlain(new Shape(channels), ElementType.Float32);
        context.Emit(new MomentsStep(rows, mean, variance, channels, rows.Shape.ElementCount / Math.Max(1, channels)));
        float momentum = context.Node.Attributes.Float("momentum", 0.9f);
        for (int output = 1; output < context.Node.Outputs.Length; output++)
        {
            View current = output % 2 == 1 ? mean : variance;
            if (output < 3)
                context.Emit(new BlendStep(context.Plain(output + 2), current, momentum, context.PlainOutput(output)));
            else
                context.Alias(current, output);
        }

        return Rows(context, mean, variance);
    }

    /// <summary>The factor and shift of each mean and variance, with the scales and biases of inputs 1 and 2.</summary>
    public static (PlanBuffer Scale, PlanBuffer Shift) Rows(LoweringContext context, View mean, View variance)
    {
        View factors = LoweringContext.NewPlain(mean.Shape, ElementType.Float32);
        View shifts = LoweringContext.NewPlain(mean.Shape, ElementType.Float32);
        double epsilon = context.Node.Attributes.Float("epsilon", 1e-5f);
        context.Emit(new ChannelStatisticsStep(context.Plain(1), context.Plain(2), mean, variance, epsilon, factors, shifts));
        return (factors.Buffer, shifts.Buffer);
    }
}
