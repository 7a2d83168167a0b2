using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Runtime's Sigmoid of a quantised tensor.</summary>
internal sealed class QLinearSigmoid : QuantizedFunction
{
    public override string Name => "QLinearSigmoid";

    public override (int Min, int Max) Inputs => (4, 5);

    protected override Operator Real { get; } = new Sigmoid();

    protected override int Result => 3;
}
