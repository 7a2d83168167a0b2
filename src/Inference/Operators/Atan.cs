using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Atan: the inverse tangent, in radians.</summary>
internal sealed class Atan : UnaryOperator
{
    public override string Name => "Atan";

    public override int Since => 7;

    public override Interval Range(RangeContext context) => new(-Math.PI / 2, Math.PI / 2);

    public override Activation? Function(Node node) => new Activation(UnaryKind.Atan);
}
