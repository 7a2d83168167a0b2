namespace Fovea.Inference.Graphs;

/// <summary>The view of a node whose result's range is asked for.</summary>
internal readonly struct RangeContext(Node node, ValueRanges ranges)
{
    public Node Node => node;

    /// <summary>The range of an input; unbounded where it is omitted.</summary>
    public Interval Input(int input) => node.Input(input) is { } value ? ranges.Of(value) : Interval.Any;

    /// <summary>The range of all inputs together.</summary>
    public Interval Inputs()
    {
        Interval all = Input(0);
        for (int i = 1; i < node.Inputs.Length; i++)
            all = all.Or(Input(i));
        return all;
    }

    /// <summary>What an input is at least a multiple of; null where nothing is known.</summary>
    public RelativeBound? Bound(int input) => node.Input(input) is { } value ? ranges.BoundOf(value) : null;

    /// <summary>
    /// The relative bound of an input, for a result that has its elements, broadcast, multiplied by at least <paramref name="factor"/>.
    /// </summary>
    public RelativeBound? KeptBound(int input = 0, double factor = 1) =>
        factor > 0 && double.IsFinite(factor) && Bound(input) is { IsInverse: false } bound
            ? (bound with { Factor = bound.Factor * factor }).Broadcast(node.Outputs[0].Shape.Rank)
            : null;

    /// <summary>The bound relative to an input itself, for a result that is at least as large: a sum with what is not negative.</summary>
    public RelativeBound? OwnBound(int input) => Input(input).IsNonNegative
        && node.Input(input) is { Constant: null, Shape.Rank: >= 0 } value
        ? new RelativeBound(ranges.Root(value), 1, [.. Enumerable.Range(0, value.Shape.Rank)]).Broadcast(node.Outputs[0].Shape.Rank)
        : null;

    /// <summary>Whether an input has the elements that a bound is relative to, each aligned with what was made of it.</summary>
    public bool IsAligned(RelativeBound bound, int input) =>
        bound.IsAligned && node.Input(input) is { } value && ranges.Root(value) == ranges.Root(bound.Of);
}
