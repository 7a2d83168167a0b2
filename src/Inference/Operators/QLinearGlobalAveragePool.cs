using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Runtime's GlobalAveragePool of a quantised image [N, C, ...], or [N, ..., C] with channels_last.</summary>
internal sealed class QLinearGlobalAveragePool : QuantizedFunction
{
    public override string Name => "QLinearGlobalAveragePool";

    public override (int Min, int Max) Inputs => (5, 5);

    protected override Operator Real { get; } = new GlobalAveragePool();

    protected override int Result => 3;

    protected override bool TryLower(LoweringContext context) => BytePool.TryEmit(context, null);
}
