namespace Fovea.Models.Poses;

/// <summary>A part of a person, in pixels of the input.</summary>
/// <param name="X">The column.</param>
/// <param name="Y">The row.</param>
/// <param name="Score">How sure the network is of it, from 0 to 1.</param>
internal readonly record struct PosePoint(double X, double Y, float Score)
{
    /// <summary>The square of the distance from another one.</summary>
    public double SquaredDistance(PosePoint other) => ((X - other.X) * (X - other.X)) + ((Y - other.Y) * (Y - other.Y));
}
