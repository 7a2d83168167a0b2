using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Acos: the inverse cosine, in radians.</summary>
internal sealed class Acos : UnaryOperator
{
    public override string Name => "Acos";

    public override int Since => 7;

    public override Interval Range(RangeContext context) => new(0, Math.PI);

    public override Activation? Function(Node node) => new Activation(UnaryKind.Acos);
}
