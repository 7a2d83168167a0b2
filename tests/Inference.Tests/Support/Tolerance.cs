using System.Globalization;

namespace Fovea.Inference.Tests.Support;

/// <summary>
/// How far a result may be from the expected one: the largest absolute difference, divided by the expected tensor's range
/// (largest minus smallest finite value, or the largest magnitude where that is greater).
/// </summary>
/// <param name="Name">How messages call it.</param>
/// <param name="OfRange">The allowed difference as a part of the range.</param>
/// <param name="LeastRange">The range taken where the expected values span less.</param>
internal sealed record Tolerance(string Name, double OfRange, double LeastRange = 0)
{
    /// <summary>Data movement, integers, maxima: every value is equal.</summary>
    public static Tolerance Exact { get; } = new("exact", 0);

    /// <summary>One to a few single-precision operations per element: a handful of units in the last place (2^-24 each).</summary>
    public static Tolerance Rounding { get; } = new("rounding", 1e-6);

    /// <summary>
    /// As <see cref="Rounding"/>, for functions that saturate at one: errors are absolute, however few values are compared.
    /// </summary>
    public static Tolerance UnitFunction { get; } = new("unit function", 1e-6, 1);

    /// <summary>Sums of up to some thousand products in any order, and exponentials by polynomial.</summary>
    public static Tolerance Accumulated { get; } = new("accumulated", 1e-5);

    /// <summary>Quantised numbers of 8 bits: one step apart.</summary>
    public static Tolerance OneStep { get; } = new("one step", 1.0 / 255, 255);

    /// <summary>Whole networks: the bound that the project promises against ONNX Runtime.</summary>
    public static Tolerance Network { get; } = new("network", 1e-4);

    /// <summary>Describes the difference, or gives null when <paramref name="actual"/> is within the tolerance.</summary>
    public string? Explain(Shape expectedShape, ReadOnlySpan<double> expected, Tensor actual)
    {
        if (!expectedShape.Equals(actual.Shape))
            return $"shape {actual.Shape}, expected {expectedShape}";
        double[] found = actual.ToDoubles();
        double allowed = OfRange * Math.Max(LeastRange, Range(expected));
        double worst = 0;
        int where = -1;
        for (int i = 0; i < found.Length; i++)
        {
            double difference = Difference(expected[i], found[i]);
            if (difference > allowed && !(difference <= worst))
                (worst, where) = (difference, i);
        }

        return where < 0
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"element {where} of {actual} is {found[where]:R}, expected {expected[where]:R}: off by {worst:G3}, allowed " +
                $"{allowed:G3} ({Name})");
    }

    public string? Explain(Tensor expected, Tensor actual) => expected.ElementType != actual.ElementType
        ? $"element type {actual.ElementType}, expected {expected.ElementType}"
        : Explain(expected.Shape, expected.ToDoubles(), actual);

    /// <summary>Largest minus smallest finite value, or the largest magnitude where that is greater.</summary>
    public static double Range(ReadOnlySpan<double> values)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
                continue;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        return low > high ? 0 : Math.Max(high - low, Math.Max(Math.Abs(low), Math.Abs(high)));
    }

    private static double Difference(double expected, double found)
    {
        if (expected.Equals(found) || expected == found)
            return 0;
        double difference = Math.Abs(expected - found);
        return double.IsNaN(difference) ? double.PositiveInfinity : difference;
    }
}
