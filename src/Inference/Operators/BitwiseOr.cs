using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX BitwiseOr: the or of the bits of integers, with broadcasting.</summary>
internal sealed class BitwiseOr : BitOperator
{
    public override string Name => "BitwiseOr";

    public override int Since => 18;

    protected override BitKind Kind(Node node) => BitKind.Or;
}
