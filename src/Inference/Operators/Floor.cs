using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Floor: the largest integer not above x.</summary>
internal sealed class Floor : UnaryOperator
{
    public override string Name => "Floor";

    public override Interval Range(RangeContext context) => context.Input(0).Map(Math.Floor);

    public override Activation? Function(Node node) => new Activation(UnaryKind.Floor);
}
