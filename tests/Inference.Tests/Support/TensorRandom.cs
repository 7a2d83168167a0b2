namespace Fovea.Inference.Tests.Support;

/// <summary>Seeded tensors: the same seed gives the same values on every machine.</summary>
internal sealed class TensorRandom(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Floats drawn uniformly from [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public Tensor Floats(Shape shape, float low = -1, float high = 1) =>
        Fill(shape, () => low + (high - low) * _random.NextSingle());

    public Tensor Floats(params ReadOnlySpan<long> shape) => Floats(new Shape(shape));

    /// <summary>Doubles drawn uniformly from [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public Tensor Doubles(Shape shape, double low = -1, double high = 1) =>
        Fill(shape, () => low + (high - low) * _random.NextDouble());

    /// <summary>Integers, or booleans, of the given type drawn uniformly from [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public Tensor Integers(ElementType type, Shape shape, int low, int high) => type switch
    {
        ElementType.Int64 => Fill<long>(shape, () => _random.Next(low, high)),
        ElementType.Int32 => Fill(shape, () => _random.Next(low, high)),
        ElementType.Int16 => Fill(shape, () => (short)_random.Next(low, high)),
        ElementType.UInt64 => Fill(shape, () => (ulong)_random.Next(low, high)),
        ElementType.UInt32 => Fill(shape, () => (uint)_random.Next(low, high)),
        ElementType.UInt16 => Fill(shape, () => (ushort)_random.Next(low, high)),
        ElementType.UInt8 => Fill(shape, () => (byte)_random.Next(low, high)),
        ElementType.Int8 => Fill(shape, () => (sbyte)_random.Next(low, high)),
        ElementType.Bool => Fill(shape, () => _random.Next(low, high) != 0),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not an integer type."),
    };

    /// <summary>Any element type; integers from [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public Tensor Any(ElementType type, Shape shape, int low = 0, int high = 100) => type switch
    {
        ElementType.Float32 => Floats(shape, low, high),
        ElementType.Float64 => Doubles(shape, low, high),
        ElementType.Float16 => Fill(shape, () => (Half)(low + ((high - low) * _random.NextSingle()))),
        ElementType.BFloat16 => Fill(shape, () => (BFloat16)(low + ((high - low) * _random.NextSingle()))),
        _ => Integers(type, shape, low, high),
    };

    private static Tensor Fill<T>(Shape shape, Func<T> draw) where T : unmanaged
    {
        var tensor = new Tensor(ElementTypes.Of<T>(), shape);
        Span<T> elements = tensor.Span<T>();
        for (int i = 0; i < elements.Length; i++)
            elements[i] = draw();
        return tensor;
    }
}
