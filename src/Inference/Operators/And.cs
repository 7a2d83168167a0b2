using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX And: the logical and of booleans, with broadcasting.</summary>
internal sealed class And : LogicOperator
{
    public override string Name => "And";

    protected override BitKind Kind(Node node) => BitKind.And;
}
