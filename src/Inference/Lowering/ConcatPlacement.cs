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
            if (IsOfChannels(node))
                Assign(node);
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

    private static bool IsOfChannels(Node node) =>
        node.Outputs[0] is { Shape: { Rank: 4, IsKnown: true }, Constant: null } && node.Operator.ConcatenationAxis(node) == 1;

    private void Assign(Node node)
    {
        // A concatenation whose operands are already adjacent in a larger one, in this order, is a slice of that.
        Value concatenation = node.Outputs[0];
        if (_placements.ContainsKey(concatenation) is false && SideBySide(node) is { } part)
        {
            _placements[concatenation] = part;
            return;
        }

        long channel = 0;
        foreach (Value? input in node.Inputs)
        {
            if (input!.Producer is not null && input.Constant is null && !_placements.ContainsKey(input) && input != concatenation)
                _placements[input] = (concatenation, channel);
            channel += input.KnownShape[1];
        }
    }

    private (Value Concatenation, long Channel)? SideBySide(Node node)
    {
        (Value Concatenation, long Channel)? first = null;
        long channel = 0;
        foreach (Value? input in node.Inputs)
        {
            if (!_placements.TryGetValue(input!, out (Value Concatenation, long Channel) placement))
                return null;
            first ??= placement;
            if (placement.Concatenation != first.Value.Concatenation || placement.Channel != first.Value.Channel + channel)
                return null;
            channel += input!.KnownShape[1];
        }

        return first;
    }
}
