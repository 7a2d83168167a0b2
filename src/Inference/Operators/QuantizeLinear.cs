using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>ONNX QuantizeLinear: real numbers to the integers that stand for them.</summary>
internal sealed class QuantizeLinear : QuantizeOperator
{
    public override string Name => "QuantizeLinear";

    public override int Since => 10;
}
