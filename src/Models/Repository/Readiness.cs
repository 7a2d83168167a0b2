using Fovea.Models.Errors;

namespace Fovea.Models.Repository;

/// <summary>Whether the models can answer, and if not, why.</summary>
/// <param name="IsReady">Whether they can.</param>
/// <param name="Error">Why not: still loading, or failed.</param>
/// <param name="Reason">A sentence about it; null when ready.</param>
public sealed record Readiness(bool IsReady, ServingError? Error, string? Reason)
{
    /// <summary>The models of a ready server whose newest files could not be loaded, whether older ones answer or not.</summary>
    public IReadOnlyList<ModelEntry> Failing { get; init; } = [];
}
