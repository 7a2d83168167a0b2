using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Sign: -1, 0 or 1.</summary>
internal sealed class Sign : UnaryOperator
{
    public override string Name => "Sign";

    public override int Since => 9;

    public override Interval Range(RangeContext context) => new(-1, 1);

    public override bool Accepts(int input, ElementType type) => Numbers.Contains(type);

    public override Activation? Function(Node node) => new Activation(UnaryKind.Sign);
}
