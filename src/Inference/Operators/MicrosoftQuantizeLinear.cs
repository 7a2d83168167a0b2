using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>QuantizeLinear of ONNX Runtime's own operator set, which had more types before ONNX had them.</summary>
internal sealed class MicrosoftQuantizeLinear : QuantizeOperator
{
    public override string Name => "QuantizeLinear";

    public override string Domain => "com.microsoft";
}
