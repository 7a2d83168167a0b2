using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Exp: e to the power of x.</summary>
internal sealed class Exp : UnaryOperator
{
    public override string Name => "Exp";

    public override Interval Range(RangeContext context) => context.Input(0).Map(Math.Exp);

    public override Activation? Function(Node node) => new Activation(UnaryKind.Exp);
}
