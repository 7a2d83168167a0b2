namespace Fovea.Inference.Graphs;

/// <summary>Integers that stand for real numbers: (integer - zero) * scale.</summary>
/// <param name="Integers">The integers.</param>
/// <param name="Scale">One scale, or one for each index of an axis.</param>
/// <param name="Zero">The zero points, like the scales; null for 0.</param>
/// <param name="Axis">The axis along which scales vary, if there are several; not negative.</param>
internal sealed record QuantizedValue(Value Integers, Value Scale, Value? Zero, int Axis = 0)
{
    /// <summary>Elements of a block that has a scale of its own; 0 if scales are not blocked.</summary>
    public long Block { get; init; }

    /// <summary>The type of 16-bit floats to which the real numbers are rounded; null if they are not.</summary>
    public ElementType? RoundedTo { get; init; }

    /// <summary>Whether there is one scale and one zero point, and both are constants.</summary>
    public bool HasOneScale =>
        Scale.Constant is { Shape.ElementCount: 1 } && Zero is null or { Constant.Shape.ElementCount: 1 };

    /// <summary>Whether everything is constant, and scales vary along this axis only, if there are several.</summary>
    public bool IsConstantAlong(int axis) =>
        Integers.Constant is not null && Scale.Constant is { } scale && Zero is null or { Constant: not null }
        && (scale.Shape.ElementCount == 1 || (Axis == axis && Block == 0));

    /// <summary>Whether the integers are bytes, signed or not.</summary>
    public bool IsOfBytes => Integers.Type is ElementType.UInt8 or ElementType.Int8;

    /// <summary>
    /// Whether equal integers of both stand for the same number, greater ones for a greater number, and the number quantised is the integer
    /// again.
    /// </summary>
    public bool IsLike(QuantizedValue other) => Integers.Type == other.Integers.Type && HasOneScale && other.HasOneScale
        && Same(Scale, other.Scale) && IsOrdered(Scale)
        && (Zero is null ? IsZero(other.Zero) : other.Zero is null ? IsZero(Zero) : Same(Zero, other.Zero));

    // No infinity, no NaN and no lost digits, whatever the integer.
    private static bool IsOrdered(Value scale) =>
        scale.Constant!.ReadAll().Span<float>()[0] is var step && float.IsNormal(step) && step > 0
        && float.IsFinite(step * byte.MaxValue);

    private static bool Same(Value a, Value b) =>
        a == b || a.Constant!.ReadAll().Bytes.Span.SequenceEqual(b.Constant!.ReadAll().Bytes.Span);

    private static bool IsZero(Value? zero) => zero is null || !zero.Constant!.ReadAll().Bytes.Span.ContainsAnyExcept((byte)0);
}
