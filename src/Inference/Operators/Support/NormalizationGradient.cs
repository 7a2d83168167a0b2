using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// The gradient of what is normalised by its own mean and variance: with n the normalised values, s the standard deviation and g the
/// gradient times the scale, (g - mean(g) - n mean(g n)) / s (Ioffe, Szegedy, 2015, section 3).
/// </summary>
internal static class NormalizationGradient
{
    /// <param name="context">The context of a node whose input 0 is normalised.</param>
    /// <param name="scaled">The gradient of the result, times the scale.</param>
    /// <param name="axes">The axes of mean and variance.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    public static Value OfInput(GradientContext context, Value scaled, long[] axes, float epsilon)
    {
        Value deviations = context.Subtract(context.Input(0), Mean(context.Input(0)));
        Value variance = Mean(context.Multiply(deviations, deviations));
        Value inverse = context.Apply(o => o.Reciprocal, [context.Apply(o => o.Sqrt, [context.Add(variance, context.Number(epsilon))])]);
        Value normalized = context.Multiply(deviations, inverse);
        Value along = context.Multiply(normalized, Mean(context.Multiply(scaled, normalized)));
        return context.Multiply(context.Subtract(context.Subtract(scaled, Mean(scaled)), along), inverse);

        Value Mean(Value value) => context.Apply(o => o.ReduceMean, [value], ("axes", axes), ("keepdims", 1L));
    }
}
