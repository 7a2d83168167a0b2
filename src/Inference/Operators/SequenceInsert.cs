using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>ONNX SequenceInsert: a sequence with one more tensor, at a position or at the end.</summary>
internal sealed class SequenceInsert : SequenceOperator
{
    public override string Name => "SequenceInsert";

    public override (int Min, int Max) Inputs => (2, 3);

    public override bool GivesNoTensor => true;

    public override bool NeedsElements(int input) => input == 2;

    public override void Infer(ShapeContext context) => context.Set(0, context.Type(1), SymbolicShape.Unknown);

    public override bool Unfold(Unfolding context)
    {
        Node node = context.Node;
        if (Sequences.Elements(node.Required(0)) is not { } elements
            || Sequences.Position(context, 2, elements.Count, elements.Count, elements.Count + 1) is not { } position)
            return false;
        context.SetSequence([.. elements.Take(position), node.Required(1), .. elements.Skip(position)]);
        return true;
    }
}
