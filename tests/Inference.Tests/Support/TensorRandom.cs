using System.Runtime.CompilerServices;

namespace Fovea.Inference.Tests.Support;

/// <summary>
/// Seeded tensors: the same seed gives the same values on every machine. Each test draws from the start of the stream, so that its values
/// do not depend on the tests that ran before it, or beside it.
/// </summary>
internal sealed class TensorRandom(int seed)
{
    private readonly ConditionalWeakTable<object, Random> _ofTests = [];
    private readonly Random _ofNoTest = new(seed);

    /// <summary>The test that draws, or null outside of tests.</summary>
    public static Func<object?> CurrentTest { get; set; } = () => null;

    private Random Stream => CurrentTest() is { } test ? _ofTests.GetValue(test, _ => new Random(seed)) : _ofNoTest;

    /// <summary>Floats drawn uniformly from [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public Tensor Floats(Shape shape, float low = -1, float high = 1) =>
        Fill(shape, () => low + (high - low) * Stream.NextSingle());

    public Tensor Floats(params ReadOnlySpan<long> shape) => Floats(new Shape(shape));

    /// <summary>Doubles drawn uniformly from [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public Tensor Doubles(Shape shape, double low = -1, double high = 1) =>
        Fill(shape, () => low + (high - low) * Stream.NextDouble());

    /// <summary>Integers, or booleans, of the given type drawn uniformly from [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public Tensor Integers(ElementType type, Shape shape, int low, int high) => type switch
    {
        ElementType.Int64 => Fill<long>(shape, () => Stream.Next(low, high)),
        ElementType.Int32 => Fill(shape, () => Stream.Next(low, high)),
        ElementType.Int16 => Fill(shape, () => (short)Stream.Next(low, high)),
        ElementType.UInt64 => Fill(shape, () => (ulong)Stream.Next(low, high)),
        ElementType.UInt32 => Fill(shape, () => (uint)Stream.Next(low, high)),
        ElementType.UInt16 => Fill(shape, () => (ushort)Stream.Next(low, high)),
        ElementType.UInt8 => Fill(shape, () => (byte)Stream.Next(low, high)),
        ElementType.Int8 => Fill(shape, () => (sbyte)Stream.Next(low, high)),
        ElementType.Bool => Fill(shape, () => Stream.Next(low, high) != 0),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not an integer type."),
    };

    /// <summary>Any element type; integers from [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public Tensor Any(ElementType type, Shape shape, int low = 0, int high = 100) => type switch
    {
        ElementType.Float32 => Floats(shape, low, high),
        ElementType.Float64 => Doubles(shape, low, high),
        ElementType.Float16 => Fill(shape, () => (Half)(low + ((high - low) * Stream.NextSingle()))),
        ElementType.BFloat16 => Fill(shape, () => (BFloat16)(low + ((high - low) * Stream.NextSingle()))),
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
