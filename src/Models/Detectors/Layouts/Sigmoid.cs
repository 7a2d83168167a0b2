namespace Fovea.Models.Detectors.Layouts;

/// <summary>The logistic function, for networks that leave it to who reads them.</summary>
internal static class Sigmoid
{
    /// <summary>1 / (1 + exp(-x)).</summary>
    public static float Of(float x) => 1 / (1 + MathF.Exp(-x));
}
