namespace Fovea.Inference;

/// <summary>
/// One extent of a shape that may not be known before an input arrives: a number, a named symbol (two dimensions with the same
/// name have the same extent), or unknown.
/// </summary>
public readonly record struct Dimension
{
    private Dimension(long? value, string? symbol) => (Value, Symbol) = (value, symbol);

    /// <summary>The extent, if it is known.</summary>
    public long? Value { get; }

    /// <summary>The symbol's name, if the extent has one.</summary>
    public string? Symbol { get; }

    /// <summary>Whether the extent is a number.</summary>
    public bool IsKnown => Value.HasValue;

    /// <summary>Nothing is known of the extent.</summary>
    public static Dimension Unknown => default;

    /// <summary>A known extent.</summary>
    public static implicit operator Dimension(long value) => new(value, null);

    /// <summary>A named symbol.</summary>
    public static Dimension Named(string symbol) => new(null, symbol);

    /// <summary>The number, the symbol's name, or <c>?</c>.</summary>
    public override string ToString() => Value?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? Symbol ?? "?";
}

/// <summary>A shape whose extents may be symbolic; <see cref="Dimensions"/> is null if even the rank is unknown.</summary>
public sealed record SymbolicShape(IReadOnlyList<Dimension>? Dimensions)
{
    /// <summary>A shape of unknown rank.</summary>
    public static SymbolicShape Unknown { get; } = new((IReadOnlyList<Dimension>?)null);

    /// <summary>The number of dimensions, or -1 when unknown.</summary>
    public int Rank => Dimensions?.Count ?? -1;

    /// <summary>Whether every extent is a number.</summary>
    public bool IsKnown => Dimensions is not null && Dimensions.All(d => d.IsKnown);

    /// <summary>A fully known shape.</summary>
    public static SymbolicShape Of(Shape shape) => new([.. shape.Select(d => (Dimension)d)]);

    /// <summary>The concrete shape.</summary>
    /// <exception cref="InvalidOperationException">An extent is not known.</exception>
    public Shape ToShape() => IsKnown
        ? new Shape([.. Dimensions!.Select(d => d.Value!.Value)])
        : throw new InvalidOperationException($"The shape {this} is not fully known.");

    /// <inheritdoc/>
    public bool Equals(SymbolicShape? other) => other is not null &&
        (Dimensions is null ? other.Dimensions is null : other.Dimensions is not null && Dimensions.SequenceEqual(other.Dimensions));

    /// <inheritdoc/>
    public override int GetHashCode() => Dimensions is null ? -1 : Dimensions.Aggregate(17, (h, d) => HashCode.Combine(h, d));

    /// <summary>The extents joined by commas in brackets, <c>[N,3,224,224]</c>, or <c>?</c> for an unknown rank.</summary>
    public override string ToString() => Dimensions is null ? "?" : $"[{string.Join(',', Dimensions)}]";
}
