using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Runtime's LeakyRelu of a quantised tensor.</summary>
internal sealed class QLinearLeakyRelu : QuantizedFunction
{
    public override string Name => "QLinearLeakyRelu";

    public override (int Min, int Max) Inputs => (4, 5);

    protected override Operator Real { get; } = new LeakyRelu();

    protected override int Result => 3;
}
