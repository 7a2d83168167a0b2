namespace Fovea.Models.Explanations;

/// <summary>
/// The sum rule of attributions: together they are the difference between the score of the picture and that of the baseline (Sundararajan,
/// Taly, Yan: Axiomatic Attribution for Deep Networks, 2017, proposition 1).
/// </summary>
/// <param name="Sum">The sum of all attributions.</param>
/// <param name="Expected">The score of the picture less that of the baseline.</param>
public sealed record Completeness(double Sum, double Expected)
{
    /// <summary>How far the sum is off, as a part of what is expected; 0 where both are 0.</summary>
    public double Error => Sum == Expected ? 0 : Math.Abs(Sum - Expected) / Math.Abs(Expected);
}
