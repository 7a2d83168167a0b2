using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Round: the nearest integer, of two the even one.</summary>
internal sealed class Round : UnaryOperator
{
    public override string Name => "Round";

    public override int Since => 11;

    public override string Limits => "half to even";

    public override Interval Range(RangeContext context) => context.Input(0).Map(Math.Round);

    public override Activation? Function(Node node) => new Activation(UnaryKind.Round);
}
