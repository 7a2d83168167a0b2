namespace Fovea.Inference.Graphs;

/// <summary>The smallest and the largest value that an element can have; infinite where nothing bounds it.</summary>
internal readonly record struct Interval(double Min, double Max)
{
    // Larger constants are weights. They are not searched.
    private const int MostElements = 1 << 16;

    public static Interval Any { get; } = new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>0 to 1.</summary>
    public static Interval Unit { get; } = new(0, 1);

    public bool IsBounded => double.IsFinite(Min) && double.IsFinite(Max);

    /// <summary>Whether no element is negative.</summary>
    public bool IsNonNegative => Min >= 0;

    public static Interval operator +(Interval a, Interval b) => Ordered(a.Min + b.Min, a.Max + b.Max);

    public static Interval operator -(Interval a, Interval b) => Ordered(a.Min - b.Max, a.Max - b.Min);

    public static Interval operator *(Interval a, Interval b) => Spanning(a.Min * b.Min, a.Min * b.Max, a.Max * b.Min, a.Max * b.Max);

    /// <summary>The quotient; unbounded where the divisor can be 0.</summary>
    public static Interval operator /(Interval a, Interval b) => b.Min > 0 || b.Max < 0 ? a * new Interval(1 / b.Max, 1 / b.Min) : Any;

    /// <summary>The values of a function that never decreases.</summary>
    public Interval Map(Func<double, double> increasing) => Ordered(increasing(Min), increasing(Max));

    /// <summary>The smallest interval with the elements of both.</summary>
    public Interval Or(Interval other) => new(Math.Min(Min, other.Min), Math.Max(Max, other.Max));

    /// <summary>The range of an element type; unbounded for floats.</summary>
    public static Interval Of(ElementType? type) => type switch
    {
        ElementType.Bool => Unit,
        ElementType.UInt8 => new Interval(byte.MinValue, byte.MaxValue),
        ElementType.Int8 => new Interval(sbyte.MinValue, sbyte.MaxValue),
        ElementType.UInt16 => new Interval(ushort.MinValue, ushort.MaxValue),
        ElementType.Int16 => new Interval(short.MinValue, short.MaxValue),
        ElementType.Int32 => new Interval(int.MinValue, int.MaxValue),
        _ => Any,
    };

    /// <summary>The smallest and the largest element of a constant in memory.</summary>
    public static Interval Of(Tensor constant)
    {
        if (constant.Shape.ElementCount is 0 or > MostElements)
            return Any;
        double[] elements = constant.ElementType switch
        {
            ElementType.Float32 => Array.ConvertAll(constant.Span<float>().ToArray(), v => (double)v),
            ElementType.Float64 => constant.Span<double>().ToArray(),
            ElementType.Int64 => Array.ConvertAll(constant.Span<long>().ToArray(), v => (double)v),
            ElementType.Int32 => Array.ConvertAll(constant.Span<int>().ToArray(), v => (double)v),
            _ => [],
        };
        return elements.Length == 0 ? Of(constant.ElementType) : Ordered(elements.Min(), elements.Max());
    }

    private static Interval Spanning(params ReadOnlySpan<double> ends)
    {
        double min = double.PositiveInfinity;
        double max = double.NegativeInfinity;
        foreach (double end in ends)
        {
            // 0 times an unbounded value: as large as one likes, but 0 where it is finite.
            double value = double.IsNaN(end) ? 0 : end;
            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }

        return new Interval(min, max);
    }

    private static Interval Ordered(double min, double max) => double.IsNaN(min) || double.IsNaN(max) ? Any : new Interval(min, max);
}
