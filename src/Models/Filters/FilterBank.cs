using Fovea.Inference;

namespace Fovea.Models.Filters;

/// <summary>
/// The weights of a layer, seen as filters: one for each channel of the result, and in each a slice for each channel that it reads. Weights
/// of one axis are filters of one value.
/// </summary>
public sealed class FilterBank
{
    private readonly int _filterAxis;
    private readonly int _perGroup;

    /// <summary>Wraps weights, without a copy.</summary>
    public FilterBank(LayerWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Weights = weights;
        Shape shape = weights.Values.Shape;
        _filterAxis = shape.Rank < 2 ? 0 : Math.Min(weights.FilterAxis, 1);
        // Of stacked matrices, each row is a filter.
        bool isKernel = shape.Rank >= 3 && weights.FilterAxis <= 1;
        (Rows, Columns) = !isKernel ? (1, 1)
            : shape.Rank == 3 ? (1, checked((int)shape[2]))
            : (checked((int)shape.Skip(2).SkipLast(1).Aggregate(1L, (a, b) => a * b)), checked((int)shape[-1]));
        long all = shape.ElementCount / Math.Max(1, (long)Rows * Columns);
        int groups = _filterAxis == 1 && isKernel ? weights.Groups : 1;
        long along = shape.Rank == 0 ? 1 : isKernel || shape.Rank <= 2 ? shape[_filterAxis] : shape[weights.FilterAxis];
        _perGroup = checked((int)along);
        Count = checked(_perGroup * groups);
        Slices = checked((int)(Count == 0 ? 0 : all / _perGroup / groups));
    }

    /// <summary>The weights.</summary>
    public LayerWeights Weights { get; }

    /// <summary>The number of filters.</summary>
    public int Count { get; }

    /// <summary>The number of slices of each filter: the channels that it reads.</summary>
    public int Slices { get; }

    /// <summary>The rows of each slice.</summary>
    public int Rows { get; }

    /// <summary>The columns of each slice.</summary>
    public int Columns { get; }

    /// <summary>Whether each slice is a picture: more than one value.</summary>
    public bool HasKernels => Rows * Columns > 1;

    /// <summary>The values of one filter: slices, rows, columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such filter.</exception>
    public float[] Filter(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        ReadOnlySpan<float> values = Weights.Values.Span<float>();
        int plane = Rows * Columns;
        float[] filter = new float[Slices * plane];
        if (_filterAxis == 0)
        {
            values.Slice(index * filter.Length, filter.Length).CopyTo(filter);
            return filter;
        }

        // The first axis counts what is read, of all groups one after another.
        (int group, int column) = (index / _perGroup, index % _perGroup);
        for (int slice = 0; slice < Slices; slice++)
            values.Slice(((group * Slices + slice) * _perGroup + column) * plane, plane).CopyTo(filter.AsSpan(slice * plane));
        return filter;
    }
}
