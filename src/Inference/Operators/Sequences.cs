using Fovea.Inference.Graphs;

namespace Fovea.Inference.Operators;

/// <summary>
/// Sequences of tensors exist while a graph is compiled only: operators that read one are replaced by operators that read its elements. The
/// element type of a sequence is that of its value.
/// </summary>
internal static class Sequences
{
    /// <summary>The elements of a sequence; null where they are not known, or where the value is no sequence.</summary>
    public static IReadOnlyList<Value>? Elements(Value value) =>
        value.Producer is { Operator: SequenceConstruct } construct ? (IReadOnlyList<Value>)construct.Inputs! : null;

    /// <summary>Makes these elements the sequence that the node writes.</summary>
    public static void SetSequence(this Unfolding context, IReadOnlyList<Value> elements) =>
        context.Add(new SequenceConstruct(), 11, [.. elements], context.Node.Outputs);

    /// <summary>Makes a value an output of the node.</summary>
    public static void Set(this Unfolding context, int output, Value value)
    {
        if (output < context.Node.Outputs.Length)
            context.Add(new Identity(), 13, [value], [context.Node.Outputs[output]]);
    }

    /// <summary>The position in a sequence that an input says; null where it is computed.</summary>
    /// <param name="context">The node.</param>
    /// <param name="input">The input, of one integer; negative ones count from the end.</param>
    /// <param name="otherwise">The position where the input is omitted.</param>
    /// <param name="count">How many elements there are: negative positions begin there.</param>
    /// <param name="end">The first position that is none.</param>
    /// <exception cref="InvalidModelException">There is no such position.</exception>
    public static int? Position(Unfolding context, int input, int otherwise, int count, int end)
    {
        long position = otherwise;
        if (context.Node.Input(input) is { } value)
        {
            if (value.Constant is null)
                return null;
            position = new ShapeContext(context.Node).Integers(input) is [var given]
                ? given
                : throw context.Node.Invalid($"input {input} has the shape {value.Shape}; expected one integer");
        }

        long positive = position < 0 ? position + count : position;
        return positive >= 0 && positive < end
            ? (int)positive
            : throw context.Node.Invalid($"position {position} does not exist; the sequence has {count}");
    }
}
