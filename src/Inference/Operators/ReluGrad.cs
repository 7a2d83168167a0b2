using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>The gradient of Relu: the first operand where the second one is above 0, else 0. It is in no model.</summary>
internal sealed class ReluGrad : BinaryOperator
{
    public override string Name => "ReluGrad";

    public override BinaryKind Kind => BinaryKind.ReluGrad;

    public override CellExplanation? Explain(CellContext context) => null;
}
