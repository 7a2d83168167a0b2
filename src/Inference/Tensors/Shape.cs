using System.Collections;

namespace Fovea.Inference;

/// <summary>The extents of a tensor, outermost first. Immutable; a scalar has rank 0. Every extent is known and not negative.</summary>
public sealed class Shape : IReadOnlyList<long>, IEquatable<Shape>
{
    private readonly long[] _dimensions;

    /// <summary>Creates a shape from its extents.</summary>
    /// <exception cref="ArgumentException">An extent is negative, or the number of elements exceeds 2^63-1.</exception>
    public Shape(params ReadOnlySpan<long> dimensions)
    {
        long elements = 1;
        foreach (long extent in dimensions)
        {
            if (extent < 0)
                throw new ArgumentException($"A shape cannot have the extent {extent}.", nameof(dimensions));
            elements = Multiply(elements, extent, dimensions);
        }

        _dimensions = dimensions.ToArray();
        ElementCount = elements;
    }

    /// <summary>The shape of a scalar.</summary>
    public static Shape Scalar { get; } = new();

    /// <summary>The number of dimensions.</summary>
    public int Rank => _dimensions.Length;

    /// <summary>The product of all extents; 1 for a scalar.</summary>
    public long ElementCount { get; }

    int IReadOnlyCollection<long>.Count => Rank;

    /// <summary>The extent of one dimension; negative axes count from the end.</summary>
    public long this[int axis] => _dimensions[axis < 0 ? axis + Rank : axis];

    /// <summary>The extents as a span.</summary>
    public ReadOnlySpan<long> Dimensions => _dimensions;

    /// <summary>The same shape with another extent for one axis.</summary>
    public Shape With(int axis, long extent)
    {
        long[] copy = [.. _dimensions];
        copy[axis < 0 ? axis + Rank : axis] = extent;
        return new Shape(copy);
    }

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && Dimensions.SequenceEqual(other.Dimensions);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (long extent in _dimensions)
            hash.Add(extent);
        return hash.ToHashCode();
    }

    /// <summary>The extents joined by commas in brackets: <c>[1,3,224,224]</c>.</summary>
    public override string ToString() => $"[{string.Join(',', _dimensions)}]";

    /// <inheritdoc/>
    public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)_dimensions).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _dimensions.GetEnumerator();

    private static long Multiply(long elements, long extent, ReadOnlySpan<long> dimensions)
    {
        try
        {
            return checked(elements * extent);
        }
        catch (OverflowException)
        {
            throw new ArgumentException(
                $"The shape [{string.Join(',', dimensions.ToArray())}] has more than 2^63-1 elements.", nameof(dimensions));
        }
    }
}
