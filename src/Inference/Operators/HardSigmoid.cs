using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX HardSigmoid: max(0, min(1, alpha x + beta)).</summary>
internal sealed class HardSigmoid : UnaryOperator
{
    public override string Name => "HardSigmoid";

    public override Interval Range(RangeContext context) => Interval.Unit;

    public override Activation? Function(Node node) =>
        new Activation(UnaryKind.HardSigmoid, node.Attributes.Float("alpha", 0.2f), node.Attributes.Float("beta", 0.5f));
}
