using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>A sum with a row where there is one, and the approximation of Gelu by tanh.</summary>
internal sealed class FastGelu : FusedOperator
{
    public override string Name => "FastGelu";

    public override (int Min, int Max) Inputs => (1, 2);

    // x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))
    public override bool Unfold(Unfolding context)
    {
        Node node = context.Node;
        Value x = node.Required(0);
        if (node.Input(1) is { } bias)
            x = context.Add(new Add(), 13, "sum", [x, bias]);
        context.Add(new Gelu(), 20, [x], [node.Outputs[0]], ("approximate", "tanh"));
        return true;
    }
}
