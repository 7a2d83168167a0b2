using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Cosh: the hyperbolic cosine.</summary>
internal sealed class Cosh : UnaryOperator
{
    public override string Name => "Cosh";

    public override int Since => 9;

    public override Interval Range(RangeContext context) => new(1, double.PositiveInfinity);

    public override Activation? Function(Node node) => new Activation(UnaryKind.Cosh);
}
