using System.Numerics;
using System.Runtime.InteropServices;

namespace Fovea.Models.FeatureMaps;

/// <summary>What one pass over values finds; sums are over the finite ones, in double precision.</summary>
/// <param name="Count">How many values there are.</param>
/// <param name="Finite">How many are finite.</param>
/// <param name="Zeros">How many are exactly zero (of either sign).</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Magnitudes">The sum of their absolute values.</param>
/// <param name="Min">The smallest finite value; +infinity where none is finite.</param>
/// <param name="Max">The largest finite value; -infinity where none is finite.</param>
internal readonly record struct ValueSums(int Count, int Finite, int Zeros, double Sum, double Magnitudes, float Min, float Max)
{
    /// <summary>The mean of the finite values; not a number where there are none.</summary>
    public double Mean => Sum / Finite;

    /// <summary>The mean of the absolute values of the finite ones; 0 where there are none.</summary>
    public double Strength => Finite == 0 ? 0 : Magnitudes / Finite;

    /// <summary>Whether all values are equal: all are one number, or none is a number.</summary>
    public static bool AreEqual(ReadOnlySpan<float> values) => values.IsEmpty || !values.ContainsAnyExcept(values[0]);

    public static ValueSums Of(ReadOnlySpan<float> values)
    {
        Vector<double> sums = Vector<double>.Zero, magnitudes = Vector<double>.Zero;
        Vector<int> finite = Vector<int>.Zero, zeros = Vector<int>.Zero;
        var min = new Vector<float>(float.PositiveInfinity);
        var max = new Vector<float>(float.NegativeInfinity);
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (Vector<float> vector in vectors)
        {
            // False for infinities and for what is not a number. A comparison gives -1 per lane where it holds.
            Vector<int> isFinite = Vector.LessThanOrEqual(Vector.Abs(vector), new Vector<float>(float.MaxValue));
            Vector<float> numbers = Vector.ConditionalSelect(isFinite, vector, Vector<float>.Zero);
            Vector.Widen(numbers, out Vector<double> low, out Vector<double> high);
            sums += low + high;
            magnitudes += Vector.Abs(low) + Vector.Abs(high);
            finite -= isFinite;
            zeros -= Vector.Equals(vector, Vector<float>.Zero);
            min = Vector.Min(min, Vector.ConditionalSelect(isFinite, vector, min));
            max = Vector.Max(max, Vector.ConditionalSelect(isFinite, vector, max));
        }

        var found = new ValueSums(
            values.Length, Vector.Sum(finite), Vector.Sum(zeros), Vector.Sum(sums), Vector.Sum(magnitudes), Smallest(min), Largest(max));
        foreach (float value in values[(vectors.Length * Vector<float>.Count)..])
            found = found.With(value);
        return found;
    }

    /// <summary>The sum of the squared deviations of the finite values from a mean.</summary>
    public static double Squares(ReadOnlySpan<float> values, double mean)
    {
        Vector<double> squares = Vector<double>.Zero;
        var means = new Vector<double>(mean);
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (Vector<float> vector in vectors)
        {
            Vector<int> isFinite = Vector.LessThanOrEqual(Vector.Abs(vector), new Vector<float>(float.MaxValue));
            Vector.Widen(vector, out Vector<double> low, out Vector<double> high);
            Vector.Widen(isFinite, out Vector<long> isLow, out Vector<long> isHigh);
            low = Vector.ConditionalSelect(isLow, low - means, Vector<double>.Zero);
            high = Vector.ConditionalSelect(isHigh, high - means, Vector<double>.Zero);
            squares += low * low + high * high;
        }

        double sum = Vector.Sum(squares);
        foreach (float value in values[(vectors.Length * Vector<float>.Count)..])
            sum += float.IsFinite(value) ? (value - mean) * (value - mean) : 0;
        return sum;
    }

    private ValueSums With(float value) => float.IsFinite(value)
        ? new ValueSums(
            Count, Finite + 1, Zeros + (value == 0 ? 1 : 0), Sum + value, Magnitudes + Math.Abs(value), Math.Min(Min, value),
            Math.Max(Max, value))
        : this;

    private static float Smallest(Vector<float> lanes)
    {
        float smallest = lanes[0];
        for (int i = 1; i < Vector<float>.Count; i++)
            smallest = Math.Min(smallest, lanes[i]);
        return smallest;
    }

    private static float Largest(Vector<float> lanes)
    {
        float largest = lanes[0];
        for (int i = 1; i < Vector<float>.Count; i++)
            largest = Math.Max(largest, lanes[i]);
        return largest;
    }
}
