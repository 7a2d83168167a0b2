using Fovea.Inference.Graphs;
using Fovea.Inference.Operators;

namespace Fovea.Inference.Lowering;

/// <summary>
/// Where concatenation along channels needs no copy: each operand is produced straight into its place of the concatenated tensor.
/// Concatenations are placed from the last to the first, so that in a DenseNet, where each one extends the one before, all lie in the
/// final tensor.
/// </summary>
internal sealed class ConcatPlacement
{
    private readonly Dictionary<Value, (Value Whole, long Channel)> _places = [];

    public ConcatPlacement(Graph graph)
    {
        foreach (Node node in graph.Nodes.Reverse())
        {
            if (IsOfChannels(node))
                Place(node);
        }
    }

    /// <summary>The concatenated value that holds this one, and the channel at which it begins; null when it stands alone.</summary>
    public (Value Whole, long Channel)? Of(Value value)
    {
        if (!_places.TryGetValue(value, out (Value Whole, long Channel) place))
            return null;
        long channel = place.Channel;
        while (_places.TryGetValue(place.Whole, out (Value Whole, long Channel) outer))
        {
            channel += outer.Channel;
            place = outer;
        }

        return (place.Whole, channel);
    }

    private static bool IsOfChannels(Node node) =>
        node.Outputs[0] is { Shape: { Rank: 4, IsKnown: true }, Constant: null } && node.Operator.ConcatenationAxis(node) == 1;

    private void Place(Node node)
    {
        // A concatenation whose operands already lie side by side in a larger one, in this order, is a part of that.
        Value whole = node.Outputs[0];
        if (_places.ContainsKey(whole) is false && SideBySide(node) is { } part)
        {
            _places[whole] = part;
            return;
        }

        long channel = 0;
        foreach (Value? input in node.Inputs)
        {
            if (input!.Producer is not null && input.Constant is null && !_places.ContainsKey(input) && input != whole)
                _places[input] = (whole, channel);
            channel += input.KnownShape[1];
        }
    }

    private (Value Whole, long Channel)? SideBySide(Node node)
    {
        (Value Whole, long Channel)? first = null;
        long channel = 0;
        foreach (Value? input in node.Inputs)
        {
            if (!_places.TryGetValue(input!, out (Value Whole, long Channel) place))
                return null;
            first ??= place;
            if (place.Whole != first.Value.Whole || place.Channel != first.Value.Channel + channel)
                return null;
            channel += input!.KnownShape[1];
        }

        return first;
    }
}
