using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Asin: the inverse sine, in radians.</summary>
internal sealed class Asin : UnaryOperator
{
    public override string Name => "Asin";

    public override int Since => 7;

    public override Interval Range(RangeContext context) => new(-Math.PI / 2, Math.PI / 2);

    public override Activation? Function(Node node) => new Activation(UnaryKind.Asin);
}
