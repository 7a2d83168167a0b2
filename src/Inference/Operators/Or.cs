using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Or: the logical or of booleans, with broadcasting.</summary>
internal sealed class Or : LogicOperator
{
    public override string Name => "Or";

    protected override BitKind Kind(Node node) => BitKind.Or;
}
