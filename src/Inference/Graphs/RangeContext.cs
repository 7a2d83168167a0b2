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
    /// The relative bound of input 0, for a result with the same elements; null where another rank would make them meet other elements in
    /// broadcasting.
    /// </summary>
    public RelativeBound? KeptBound() => Bound(0) is { } bound && node.Outputs[0].Shape.Rank == bound.Of.Shape.Rank ? bound : null;

    /// <summary>The relative bound of an input that is multiplied by at least <paramref name="factor"/>.</summary>
    public RelativeBound? ScaledBound(int input, double factor) => factor > 0 && double.IsFinite(factor) && Bound(input) is { } bound
        ? bound with { Factor = bound.Factor * factor }
        : null;
}
