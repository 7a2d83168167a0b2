using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>DequantizeLinear of ONNX Runtime's own operator set, which had more types before ONNX had them.</summary>
internal sealed class MicrosoftDequantizeLinear : DequantizeOperator
{
    public override string Name => "DequantizeLinear";

    public override string Domain => "com.microsoft";
}
