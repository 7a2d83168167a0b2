namespace Fovea.Models.Detectors;

/// <summary>What becomes of a box that overlaps a better one too much.</summary>
internal enum SuppressionKind
{
    /// <summary>It goes, unless the better one has gone itself.</summary>
    Greedy,

    /// <summary>The same, and the better one becomes the mean of both, weighted by their scores (MediaPipe).</summary>
    Blended,

    /// <summary>It goes, whether the better one has gone or not; boxes are rotated, and compared as normal distributions.</summary>
    Probabilistic,
}
