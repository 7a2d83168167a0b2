using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>ONNX SequenceErase: a sequence without one of its tensors, that at a position or the last.</summary>
internal sealed class SequenceErase : SequenceOperator
{
    public override string Name => "SequenceErase";

    public override (int Min, int Max) Inputs => (1, 2);

    public override bool GivesNoTensor => true;

    public override bool NeedsElements(int input) => input == 1;

    public override bool Unfold(Unfolding context)
    {
        if (Sequences.Elements(context.Node.Required(0)) is not { } elements
            || Sequences.Position(context, 1, elements.Count - 1, elements.Count, elements.Count) is not { } position)
            return false;
        context.SetSequence([.. elements.Take(position), .. elements.Skip(position + 1)]);
        return true;
    }
}
