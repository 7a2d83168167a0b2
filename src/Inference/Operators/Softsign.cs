using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Softsign: x / (1 + |x|).</summary>
internal sealed class Softsign : UnaryOperator
{
    public override string Name => "Softsign";

    public override Interval Range(RangeContext context) => new(-1, 1);

    public override Activation? Function(Node node) => new Activation(UnaryKind.Softsign);
}
