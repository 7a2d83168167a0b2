using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX HardSwish: x max(0, min(1, x / 6 + 1/2)); since opset 14.</summary>
internal sealed class HardSwish : UnaryOperator
{
    public override string Name => "HardSwish";

    public override Activation? Function(Node node) => new Activation(UnaryKind.HardSwish);
}
