using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Cos: the cosine of radians.</summary>
internal sealed class Cos : UnaryOperator
{
    public override string Name => "Cos";

    public override int Since => 7;

    public override Interval Range(RangeContext context) => new(-1, 1);

    public override Activation? Function(Node node) => new Activation(UnaryKind.Cos);
}
