using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX HardSwish: x max(0, min(1, x / 6 + 1/2)); since opset 14.</summary>
internal sealed class HardSwish : UnaryOperator
{
    private const float SixthTolerance = 1e-4f;

    public override string Name => "HardSwish";

    public override int Since => 14;

    // x * HardSigmoid(x) with 1/6 and 1/2.
    public override Composite? Recognize(Graph graph, Node node)
    {
        if (node.Operator is not HardSigmoid || MathF.Abs(node.Attributes.Float("alpha", 0.2f) - (1f / 6f)) > SixthTolerance
            || node.Attributes.Float("beta", 0.5f) != 0.5f)
            return null;
        return Pattern.OnlyReader<Mul>(graph, node.Outputs[0]) is { } product && Pattern.Other(product, node.Outputs[0]) == node.Required(0)
            ? new Composite([node, product], [node.Required(0)], NodeAttributes.None)
            : null;
    }

    public override Activation? Function(Node node) => new Activation(UnaryKind.HardSwish);
}
