namespace Fovea.Models.Imaging;

/// <summary>The largest image that is decoded; checked against the image's header before any pixel is allocated.</summary>
public sealed record ImageLimits
{
    /// <summary>The most pixels (width times height). Each takes 4 bytes while the image is in use. Default 50 million.</summary>
    public long MaxPixels { get; init; } = 50_000_000;

    /// <summary>The largest width or height in pixels. Default 16384.</summary>
    public int MaxSide { get; init; } = 16_384;
}
