using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Erf: the error function.</summary>
internal sealed class Erf : UnaryOperator
{
    public override string Name => "Erf";

    public override int Since => 9;

    public override Interval Range(RangeContext context) => new(-1, 1);

    public override Activation? Function(Node node) => new Activation(UnaryKind.Erf);
}
