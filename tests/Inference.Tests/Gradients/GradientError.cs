using System.Globalization;

namespace Fovea.Inference.Tests.Gradients;

/// <summary>How far values are from those that are expected, as parts of the largest magnitude that is expected.</summary>
/// <param name="Largest">The largest difference.</param>
/// <param name="Rms">The root of the mean of the squares of all differences.</param>
internal readonly record struct GradientError(double Largest, double Rms)
{
    public static GradientError Of(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = 0, largest = 0, squares = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(expected[i] - actual[i]);
            (scale, largest, squares) = (Math.Max(scale, Math.Abs(expected[i])), Math.Max(largest, error), squares + error * error);
        }

        return new GradientError(largest / scale, Math.Sqrt(squares / expected.Length) / scale);
    }

    /// <summary>The larger of each.</summary>
    public static GradientError Worst(GradientError a, GradientError b) =>
        new(Math.Max(a.Largest, b.Largest), Math.Max(a.Rms, b.Rms));

    /// <summary>Cells of a markdown table.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Largest:0.0e-0} | {Rms:0.0e-0}");
}
