using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Runtime's sum of two quantised tensors, with broadcasting.</summary>
internal sealed class QLinearAdd : QuantizedFunction
{
    public override string Name => "QLinearAdd";

    public override (int Min, int Max) Inputs => (7, 8);

    protected override Operator Real { get; } = new Add();

    protected override int Result => 6;

    protected override IEnumerable<int> Operands(Node node) => [0, 3];

    protected override bool TryLower(LoweringContext context) => ByteBinary.TryEmit(context, BinaryKind.Add);
}
