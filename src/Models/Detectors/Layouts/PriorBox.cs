namespace Fovea.Models.Detectors.Layouts;

/// <summary>A box that a network moves and scales; the input is 1 wide and 1 high.</summary>
/// <param name="X">The column of the centre.</param>
/// <param name="Y">The row of the centre.</param>
/// <param name="Width">The width.</param>
/// <param name="Height">The height.</param>
internal readonly record struct PriorBox(float X, float Y, float Width, float Height)
{
    // SSD's variances (Liu et al., 2016): how much of the prior's size a unit moves, and of the logarithm of its size a unit scales.
    private const float OfCentre = 0.1f;
    private const float OfSize = 0.2f;

    /// <summary>The box that four numbers of the network make of it.</summary>
    public PriorBox Moved(ReadOnlySpan<float> by) => new(
        X + (by[0] * OfCentre * Width), Y + (by[1] * OfCentre * Height),
        Width * MathF.Exp(by[2] * OfSize), Height * MathF.Exp(by[3] * OfSize));

    /// <summary>The point that two numbers of the network make of its centre.</summary>
    public (float X, float Y) Point(ReadOnlySpan<float> by) => (X + (by[0] * OfCentre * Width), Y + (by[1] * OfCentre * Height));
}
