using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Abs: the magnitude.</summary>
internal sealed class Abs : UnaryOperator
{
    public override string Name => "Abs";

    public override bool Accepts(int input, ElementType type) => Numbers.Contains(type);

    public override Interval Range(RangeContext context) => context.Input(0) is { IsNonNegative: true } x
        ? x
        : new Interval(0, Math.Max(-context.Input(0).Min, context.Input(0).Max));

    public override Activation? Function(Node node) => new Activation(UnaryKind.Abs);
}
