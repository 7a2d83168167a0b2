using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>ONNX SequenceLength: the number of tensors of a sequence.</summary>
internal sealed class SequenceLength : SequenceOperator
{
    public override string Name => "SequenceLength";

    public override void Infer(ShapeContext context) => context.Set(0, ElementType.Int64, []);

    public override bool Unfold(Unfolding context)
    {
        if (Sequences.Elements(context.Node.Required(0)) is not { } elements)
            return false;
        context.Set(0, context.Constant("length", MemoryConstant.From<long>(Shape.Scalar, [elements.Count])));
        return true;
    }
}
