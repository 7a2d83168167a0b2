namespace Fovea.Inference.Steps;

/// <summary>The zero point of quantised results, and the bounds of what is rounded before it is added.</summary>
/// <param name="Low">The lower bound: the least value of the type minus <paramref name="Zero"/>, or an activation's bound above it.</param>
/// <param name="High">The upper bound.</param>
/// <param name="Zero">The zero point.</param>
internal readonly record struct ByteBounds(float Low, float High, int Zero)
{
    /// <summary>These bounds, and others: real ones divided by the scale.</summary>
    public ByteBounds Within(float low, float high) => this with
    {
        Low = MathF.Min(High, MathF.Max(Low, low)),
        High = MathF.Max(Low, MathF.Min(High, high)),
    };

    /// <summary>The bounds of a type.</summary>
    public static ByteBounds Of(ElementType type, int zero) => type switch
    {
        ElementType.Int8 => new(sbyte.MinValue - zero, sbyte.MaxValue - zero, zero),
        ElementType.UInt8 => new(byte.MinValue - zero, byte.MaxValue - zero, zero),
        ElementType.Int16 => new(short.MinValue - zero, short.MaxValue - zero, zero),
        ElementType.UInt16 => new(ushort.MinValue - zero, ushort.MaxValue - zero, zero),
        _ => new(float.NegativeInfinity, float.PositiveInfinity, zero),
    };
}
