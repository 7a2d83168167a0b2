using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX BitwiseXor: the exclusive or of the bits of integers, with broadcasting.</summary>
internal sealed class BitwiseXor : BitOperator
{
    public override string Name => "BitwiseXor";

    public override int Since => 18;

    protected override BitKind Kind(Node node) => BitKind.Xor;
}
