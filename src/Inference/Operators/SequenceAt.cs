using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>ONNX SequenceAt: the tensor at a position of a sequence.</summary>
internal sealed class SequenceAt : SequenceOperator
{
    public override string Name => "SequenceAt";

    public override (int Min, int Max) Inputs => (2, 2);

    public override bool NeedsElements(int input) => input == 1;

    public override bool Unfold(Unfolding context)
    {
        if (Sequences.Elements(context.Node.Required(0)) is not { } elements
            || Sequences.Position(context, 1, 0, elements.Count, elements.Count) is not { } position)
            return false;
        context.Set(0, elements[position]);
        return true;
    }
}
