namespace Fovea.Models.Preprocessing;

/// <summary>
/// A centred crop before the resize, as parts of the image's shorter side: int(part * shorter side) pixels, with margins rounded down.
/// </summary>
/// <param name="Width">The crop's width over the shorter side, above 0 and at most 1.</param>
/// <param name="Height">The crop's height over the shorter side, above 0 and at most 1.</param>
public sealed record SourceCrop(double Width, double Height)
{
    /// <summary>The size of the crop of an image; at least one pixel.</summary>
    public (int Width, int Height) Size(int width, int height)
    {
        int shorter = Math.Min(width, height);
        return (Math.Max(1, (int)(Width * shorter)), Math.Max(1, (int)(Height * shorter)));
    }
}
