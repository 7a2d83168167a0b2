using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;

namespace Fovea.Inference.Operators.Support;

/// <summary>What the gradients of functions of several operands have in common.</summary>
internal static class PairGradient
{
    /// <summary>Refuses the broadcasting of operator sets before 7, which aligns other axes than the last.</summary>
    public static void CheckBroadcast(GradientContext context)
    {
        if (LegacyBroadcast.Trailing(context.Node) != 0)
            throw context.NoRule("with operands that are aligned at an axis of their own");
    }

    /// <summary>The gradient goes to the operand that was chosen, of several the first.</summary>
    public static void OfChoice(GradientContext context)
    {
        Value left = context.Gradient();
        for (int i = 0; i < context.Node.Inputs.Length; i++)
        {
            Value chosen = context.Apply(o => o.Equal, [context.Input(i), context.Output()]);
            if (context.Wants(i))
                context.SetBroadcast(i, context.Where(chosen, left));
            left = context.Apply(o => o.Where, [chosen, context.Number(0), left]);
        }
    }
}
