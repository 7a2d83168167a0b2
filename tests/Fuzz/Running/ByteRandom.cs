namespace Fovea.Fuzz.Running;

/// <summary>
/// A source of choices that are read from bytes, so that a fuzzer which changes a byte changes one choice. Behind the last byte every
/// choice is the first one.
/// </summary>
internal sealed class ByteRandom(ReadOnlyMemory<byte> bytes) : Random
{
    private int _position;

    public override int Next() => Next(int.MaxValue);

    public override int Next(int maxValue) => Next(0, maxValue);

    public override int Next(int minValue, int maxValue)
    {
        long range = (long)maxValue - minValue;
        if (range <= 1)
            return minValue;
        ulong value = Read(range <= 256 ? 1 : range <= 65536 ? 2 : 4);
        return (int)(minValue + (long)(value % (ulong)range));
    }

    public override float NextSingle() => Read(2) / 65536f;

    public override double NextDouble() => Read(2) / 65536d;

    protected override double Sample() => NextDouble();

    private ulong Read(int count)
    {
        ulong value = 0;
        for (int i = 0; i < count; i++)
            value = (value << 8) | (_position < bytes.Length ? bytes.Span[_position++] : (byte)0);
        return value;
    }
}
