using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Neg: -x.</summary>
internal sealed class Neg : UnaryOperator
{
    public override string Name => "Neg";

    public override bool Accepts(int input, ElementType type) => Numbers.Contains(type);

    public override Interval Range(RangeContext context) => new(-context.Input(0).Max, -context.Input(0).Min);

    public override Activation? Function(Node node) => new Activation(UnaryKind.Neg);
}
