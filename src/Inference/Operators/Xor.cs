using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Xor: the logical exclusive or of booleans, with broadcasting.</summary>
internal sealed class Xor : LogicOperator
{
    public override string Name => "Xor";

    protected override BitKind Kind(Node node) => BitKind.Xor;
}
