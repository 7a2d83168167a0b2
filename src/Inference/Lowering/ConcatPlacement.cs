using Fovea.Inference.Graphs;

namespace Fovea.Inference.Lowering;

/// <summary>
/// Avoids copies for concatenations along channels: each operand is written directly into its slice of the concatenated tensor.
/// Concatenations are processed from the last to the first, so that in a DenseNet, where each extends the previous one, all are slices of
/// the final tensor.
/// </summary>
internal sealed class ConcatPlacement
{
    private readonly Dictionary<Value, (Value Concatenation, long Channel)> _placements = [];

    public ConcatPlacement(Graph graph)
    {
        foreach (Node node in graph.Nodes.Reverse())
        {
            if (OfChannels(node) is { } concatenation)
                Assign(node.Outputs[0], concatenation.Parts);
        }
    }

    /// <summary>
    /// The concatenated value that contains this one, and the channel at which it begins; null if the value has memory of its own.
    /// </summary>
    public (Value Concatenation, long Channel)? Of(Value value)
    {
        if (!_placements.TryGetValue(value, out (Value Concatenation, long Channel) placement))
            return null;
        long channel = placement.Channel;
        while (_placements.TryGetValue(placement.Concatenation, out (Value Concatenation, long Channel) outer))
        {
            channel += outer.Channel;
            placement = outer;
        }

        return (placement.Concatenation, channel);
    }

    private static Concatenation? OfChannels(Node node) =>
        node.Outputs[0] is { Shape: { Rank: 4, IsKnown: true }, Constant: null } && node.Operator.Concatenates(node) is { Axis: 1 } found
            ? found
            : null;

    private void Assign(Value concatenation, IReadOnlyList<ConcatenatedPart> parts)
    {
        // A concatenation whose operands are already adjacent in a larger one, in this order, is a slice of that.
        if (_placements.ContainsKey(concatenation) is false && SideBySide(parts) is { } part)
        {
            _placements[concatenation] = part;
            return;
        }

        long channel = 0;
        foreach ((Value input, bool isUnchanged) in parts)
        {
            if (isUnchanged && input.Producer is not null && input.Constant is null && !_placements.ContainsKey(input)
                && input != concatenation)
                _placements[input] = (concatenation, channel);
            channel += input.KnownShape[1];
        }
    }

    private (Value Concatenation, long Channel)? SideBySide(IReadOnlyList<ConcatenatedPart> parts)
    {
        (Value Concatenation, long Channel)? first = null;
        long channel = 0;
        foreach ((Value input, bool isUnchanged) in parts)
        {
            if (!isUnchanged || !_placements.TryGetValue(input, out (Value Concatenation, long Channel) placement))
                return null;
            first ??= placement;
            if (placement.Concatenation != first.Value.Concatenation || placement.Channel != first.Value.Channel + channel)
                return null;
            channel += input.KnownShape[1];
        }

        return first;
    }
}
