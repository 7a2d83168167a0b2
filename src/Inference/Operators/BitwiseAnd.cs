using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX BitwiseAnd: the and of the bits of integers, with broadcasting.</summary>
internal sealed class BitwiseAnd : BitOperator
{
    public override string Name => "BitwiseAnd";

    public override int Since => 18;

    protected override BitKind Kind(Node node) => BitKind.And;
}
