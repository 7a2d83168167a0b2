using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Runtime's AveragePool of a quantised image [N, C, ...], or [N, ..., C] with channels_last.</summary>
internal sealed class QLinearAveragePool : QuantizedFunction
{
    public override string Name => "QLinearAveragePool";

    public override (int Min, int Max) Inputs => (4, 5);

    protected override Operator Real { get; } = new AveragePool();

    protected override int Result => 3;

    protected override bool TryLower(LoweringContext context) => BytePool.TryEmit(
        context, PoolOperator.Window(context.Node, context.Node.Required(0).Shape.Dimensions!));
}
