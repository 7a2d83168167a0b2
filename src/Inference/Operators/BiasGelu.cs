using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>A sum with a row, and Gelu.</summary>
internal sealed class BiasGelu : FusedOperator
{
    public override string Name => "BiasGelu";

    public override (int Min, int Max) Inputs => (2, 2);

    public override bool Unfold(Unfolding context)
    {
        Value sum = context.Add(new Add(), 13, "sum", [context.Node.Required(0), context.Node.Required(1)]);
        context.Add(new Gelu(), 20, [sum], [context.Node.Outputs[0]]);
        return true;
    }
}
