using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX SplitToSequence: parts of a tensor along an axis, as a sequence: of given lengths, of one length but for the last, or of length 1.
/// </summary>
internal sealed class SplitToSequence : SequenceOperator
{
    public override string Name => "SplitToSequence";

    public override (int Min, int Max) Inputs => (1, 2);

    public override bool GivesNoTensor => true;

    public override bool NeedsElements(int input) => input == 1;

    public override bool Unfold(Unfolding context)
    {
        Node node = context.Node;
        Value x = node.Required(0);
        if (x.Shape.Dimensions is not { } extents || node.Input(1) is { Constant: null })
            return false;
        var shapes = new ShapeContext(node);
        int axis = shapes.Axis(node.Attributes.Int("axis", 0), extents.Count);
        if (extents[axis].Value is not { } extent || Lengths(shapes, extent, context.Room / 3) is not { } lengths)
            return false;
        Value[] parts = [.. lengths.Select((_, i) => context.NewValue($"{i}"))];
        if (parts.Length > 0)
            context.Add(new Split(), 13, [x, context.Integers("lengths", lengths)], parts, ("axis", (long)axis));
        if (node.Input(1) is null && node.Attributes.Int("keepdims", 1) == 0)
        {
            Value axes = context.Integers("axes", axis);
            parts = [.. parts.Select((part, i) => context.Add(new Squeeze(), 13, $"{i}/squeezed", [part, axes]))];
        }

        context.SetSequence(parts);
        return true;
    }

    private static long[] Lengths(ShapeContext context, long extent, int most)
    {
        Node node = context.Node;
        if (node.Input(1) is { Shape.Rank: > 0 })
            return context.Integers(1)!;
        long each = node.Input(1) is null ? 1 : context.Integers(1)![0];
        if (each <= 0)
            throw node.Invalid($"splits into parts of length {each}; expected at least 1");
        long count = (extent / each) + (extent % each == 0 ? 0 : 1);
        if (count > most)
            throw node.Unsupported($"splits an axis of {extent} into {count} parts; at most {most} are supported");
        return [.. Enumerable.Range(0, (int)count).Select(i => Math.Min(each, extent - (i * each)))];
    }
}
