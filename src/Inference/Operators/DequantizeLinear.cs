using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>ONNX DequantizeLinear: integers to the real numbers that they stand for.</summary>
internal sealed class DequantizeLinear : DequantizeOperator
{
    public override string Name => "DequantizeLinear";

    public override int Since => 10;
}
