using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Softplus: ln(1 + e^x).</summary>
internal sealed class Softplus : UnaryOperator
{
    public override string Name => "Softplus";

    public override Interval Range(RangeContext context) => new(0, double.PositiveInfinity);

    public override Activation? Function(Node node) => new Activation(UnaryKind.Softplus);
}
