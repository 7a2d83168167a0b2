using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Runtime's Softmax of a quantised tensor; its attribute opset says which meaning the axis has.</summary>
internal sealed class QLinearSoftmax : QuantizedFunction
{
    public override string Name => "QLinearSoftmax";

    public override (int Min, int Max) Inputs => (5, 5);

    protected override Operator Real { get; } = new Softmax();

    protected override int Result => 3;

    protected override long Version(Node node) => node.Attributes.Int("opset", 13);
}
