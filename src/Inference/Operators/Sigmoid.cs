using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Sigmoid: 1 / (1 + e^-x).</summary>
internal sealed class Sigmoid : UnaryOperator
{
    public override string Name => "Sigmoid";

    public override bool NormalizesScores => true;

    public override Interval Range(RangeContext context) => context.Input(0).Map(x => 1 / (1 + Math.Exp(-x)));

    public override Activation? Function(Node node) => new Activation(UnaryKind.Sigmoid);
}
