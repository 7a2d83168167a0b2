using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators;

/// <summary>ONNX CumSum: running sums along an axis, with or without the element itself, from either end; since opset 11.</summary>
internal sealed class CumSum : CumulativeOperator
{
    public override string Name => "CumSum";

    public override int Since => 11;

    public override string Limits => "exclusive, reverse; the axis may be computed";

    protected override LineKind Kind => LineKind.Sums;
}
