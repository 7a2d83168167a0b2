namespace Fovea.Models.StyleTransfer;

/// <summary>The parts of the total loss, with their weights.</summary>
/// <param name="Content">Of the content layers.</param>
/// <param name="Style">Of the style layers.</param>
/// <param name="Variation">Of neighbouring pixels.</param>
public readonly record struct StyleLosses(double Content, double Style, double Variation)
{
    /// <summary>Their sum, which becomes smaller.</summary>
    public double Total => Content + Style + Variation;
}
