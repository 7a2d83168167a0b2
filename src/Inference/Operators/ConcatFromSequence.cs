using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>ONNX ConcatFromSequence: the tensors of a sequence one after another along an axis, or along a new one.</summary>
internal sealed class ConcatFromSequence : SequenceOperator
{
    public override string Name => "ConcatFromSequence";

    public override bool Unfold(Unfolding context)
    {
        Node node = context.Node;
        if (Sequences.Elements(node.Required(0)) is not { } elements)
            return false;
        if (elements.Count == 0)
            throw node.Unsupported("its sequence has no elements, so that the shape of the result is not known; expected at least one");
        long axis = node.Attributes.IntOrNull("axis") ?? throw node.Invalid("has no axis");
        IReadOnlyList<Value> operands = elements;
        if (node.Attributes.Int("new_axis", 0) != 0)
        {
            Value axes = context.Integers("axes", axis);
            operands = [.. elements.Select((element, i) => context.Add(new Unsqueeze(), 13, $"{i}", [element, axes]))];
        }

        context.Add(new Concat(), 13, [.. operands], node.Outputs, ("axis", axis));
        return true;
    }
}
