namespace Fovea.Models.Comparing;

/// <summary>How far two tensors of one shape are apart.</summary>
/// <param name="MaxError">The largest absolute difference.</param>
/// <param name="MeanError">The mean of the absolute differences of the places where both are finite.</param>
/// <param name="Largest">The largest absolute value of the first tensor.</param>
/// <param name="NonFinite">At how many places one is infinite or not a number and the other is another value; they count nowhere else.
/// </param>
public readonly record struct TensorDifference(double MaxError, double MeanError, double Largest, int NonFinite)
{
    /// <summary>The largest difference as a part of the largest absolute value; 0 where there is none.</summary>
    public double RelativeError => MaxError == 0 ? 0 : MaxError / Math.Max(Largest, 1e-30);

    /// <summary>Whether they differ by more than a tolerance: of the largest absolute value, where that is above 1.</summary>
    public bool Exceeds(double tolerance) => NonFinite > 0 || MaxError > tolerance * Math.Max(1, Largest);

    /// <summary>Compares them in double precision.</summary>
    /// <exception cref="ArgumentException">They have different lengths.</exception>
    public static TensorDifference Of(ReadOnlySpan<float> values, ReadOnlySpan<float> others)
    {
        if (values.Length != others.Length)
            throw new ArgumentException($"{values.Length} values are compared with {others.Length}; expected as many.", nameof(others));
        double max = 0, sum = 0, largest = 0;
        int nonFinite = 0, left = 0;
        for (int i = 0; i < values.Length; i++)
        {
            (float value, float other) = (values[i], others[i]);
            if (!float.IsFinite(value) || !float.IsFinite(other))
            {
                nonFinite += value.Equals(other) ? 0 : 1;
                left++;
                continue;
            }

            double error = Math.Abs((double)value - other);
            max = Math.Max(max, error);
            sum += error;
            largest = Math.Max(largest, Math.Abs(value));
        }

        int compared = values.Length - left;
        return new TensorDifference(max, compared > 0 ? sum / compared : 0, largest, nonFinite);
    }
}
