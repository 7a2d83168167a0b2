namespace Fovea.Bench.Quantizing;

/// <summary>What a byte without a sign stands for: (byte - zero) * scale.</summary>
internal readonly record struct ByteScale(float Scale, byte Zero)
{
    private const int Greatest = byte.MaxValue;

    /// <summary>The scale with which bytes reach from one end of a range to the other. 0 is always one of the numbers.</summary>
    public static ByteScale Of(ValueRange range)
    {
        double least = Math.Min(range.Least, 0), greatest = Math.Max(range.Greatest, 0);
        float scale = (float)((greatest - least) / Greatest);
        if (!float.IsNormal(scale))
            return new ByteScale(1, 0);
        return new ByteScale(scale, (byte)Math.Clamp(Math.Round(-least / scale), 0, Greatest));
    }

    public byte Quantize(float value) => (byte)Math.Clamp(Math.Round(value / (double)Scale) + Zero, 0, Greatest);
}
