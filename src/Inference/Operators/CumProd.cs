using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators;

/// <summary>ONNX CumProd: running products along an axis, with or without the element itself, from either end; since opset 26.</summary>
internal sealed class CumProd : CumulativeOperator
{
    public override string Name => "CumProd";

    public override int Since => 26;

    public override string Limits => "exclusive, reverse; the axis may be computed";

    protected override LineKind Kind => LineKind.Products;
}
