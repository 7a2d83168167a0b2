namespace Fovea.Models.Poses;

/// <summary>A person.</summary>
/// <param name="Score">The mean score of the parts, where those that an earlier person has claimed count 0.</param>
/// <param name="Points">The parts.</param>
internal sealed record FoundPose(double Score, PosePoint[] Points);
