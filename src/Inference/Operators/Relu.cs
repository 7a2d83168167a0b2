using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Relu: max(0, x).</summary>
internal sealed class Relu : UnaryOperator
{
    public override string Name => "Relu";

    public override Activation? Function(Node node) => Activation.Relu;
}
