using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX Scatter: elements of the data replaced by updates, one for each index along an axis; opset 9 and 10, ScatterElements since.
/// </summary>
internal sealed class Scatter : ScatterElementsOperator
{
    public override string Name => "Scatter";

    public override int Since => 9;

    public override string Limits => "of opsets 9 and 10, since then ScatterElements";
}
