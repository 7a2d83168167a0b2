using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX BitwiseNot: every bit of integers inverted.</summary>
internal sealed class BitwiseNot : Operator, ILowering
{
    public override string Name => "BitwiseNot";

    public override int Since => 18;

    public override bool Accepts(int input, ElementType type) => BitOperator.Integers.Contains(type);

    public override void Infer(ShapeContext context) => context.SameAsInput();

    public override bool KeepsImagesApart(Node node) => true;

    public void Lower(LoweringContext context)
    {
        byte[] ones = new byte[context.Input(0).Type.SizeInBytes()];
        ones.AsSpan().Fill(byte.MaxValue);
        Broadcasting.Emit(
            context, [context.Input(0), context.Filled(ones, context.Input(0).Type)], (views, output) =>
                new BitStep(BitKind.Xor, views[0], views[1], output));
    }
}
