using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX ScatterElements: elements of the data replaced by updates, or combined with them, one for each index along an axis; since opset 11.
/// </summary>
internal sealed class ScatterElements : ScatterElementsOperator
{
    public override string Name => "ScatterElements";

    public override int Since => 11;

    public override string Limits => "reduction: none, add, mul, min, max";
}
