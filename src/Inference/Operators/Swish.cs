using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Swish: x sigmoid(alpha x); since opset 24. Fusion makes it of Mul and Sigmoid.</summary>
internal sealed class Swish : UnaryOperator
{
    public override string Name => "Swish";

    public override int Since => 24;

    // x * Sigmoid(x).
    public override Composite? Recognize(Graph graph, Node node) =>
        node.Operator is Sigmoid && Pattern.OnlyReader<Mul>(graph, node.Outputs[0]) is { } product
        && Pattern.Other(product, node.Outputs[0]) == node.Required(0)
            ? new Composite([node, product], [node.Required(0)], NodeAttributes.None)
            : null;

    public override Activation? Function(Node node) => new Activation(UnaryKind.Silu, node.Attributes.Float("alpha", 1f));
}
