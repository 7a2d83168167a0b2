using Fovea.Inference;

namespace Fovea.Models.Postprocessing;

/// <summary>Tells probabilities from other values by what the graph guarantees of them.</summary>
internal static class ProbabilityBounds
{
    // Quotients that are 1 are at times computed by factors that are not exact.
    private const double Tolerance = 1e-4;

    /// <summary>Whether values lie between 0 and 1.</summary>
    public static bool Hold(ValueBounds bounds) => bounds.Min >= -Tolerance && bounds.Max <= 1 + Tolerance;
}
