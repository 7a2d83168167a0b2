using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX Gelu: x (1 + erf(x / sqrt 2)) / 2, or its approximation by tanh; since opset 20. Earlier exports, as Div, Erf, Add and Mul, are
/// fused into it.
/// </summary>
internal sealed class Gelu : UnaryOperator
{
    private const float Sqrt2 = 1.41421356f;

    public override string Name => "Gelu";

    public override int Since => 20;

    // x * (Erf(x / sqrt 2) + 1) * 0.5, in the orders that exporters write; its anchor is the Erf.
    public override Composite? Recognize(Graph graph, Node node)
    {
        if (node.Operator is not Erf || node.Required(0).Producer is not { } scaling || !graph.HasOneUse(scaling.Outputs[0]))
            return null;
        if ((Pattern.WithNumber<Div>(scaling, Sqrt2) ?? Pattern.WithNumber<Mul>(scaling, 1f / Sqrt2)) is not { } x)
            return null;
        if (Pattern.OnlyReader<Add>(graph, node.Outputs[0]) is not { } plusOne || Pattern.WithNumber<Add>(plusOne, 1f) is null)
            return null;
        if (Pattern.OnlyReader<Mul>(graph, plusOne.Outputs[0]) is not { } first)
            return null;
        // x * (...) then * 0.5, or (...) * 0.5 then * x, or (0.5 x) * (...).
        Value other = Pattern.Other(first, plusOne.Outputs[0]);
        if (other == x && Pattern.OnlyReader<Mul>(graph, first.Outputs[0]) is { } halved
            && Pattern.WithNumber<Mul>(halved, 0.5f) is not null)
            return new Composite([scaling, node, plusOne, first, halved], [x], NodeAttributes.None);
        if (Pattern.WithNumber<Mul>(first, 0.5f) is not null && Pattern.OnlyReader<Mul>(graph, first.Outputs[0]) is { } times
            && Pattern.Other(times, first.Outputs[0]) == x)
            return new Composite([scaling, node, plusOne, first, times], [x], NodeAttributes.None);
        return other.Producer is { } half && Pattern.WithNumber<Mul>(half, 0.5f) == x && graph.HasOneUse(other)
            ? new Composite([scaling, node, plusOne, half, first], [x], NodeAttributes.None)
            : null;
    }

    public override Activation? Function(Node node) => node.Attributes.Text("approximate", "none") switch
    {
        "none" => new Activation(UnaryKind.Gelu),
        "tanh" => new Activation(UnaryKind.GeluTanh),
        var other => throw node.Invalid($"approximate is '{other}'; expected 'none' or 'tanh'"),
    };
}
