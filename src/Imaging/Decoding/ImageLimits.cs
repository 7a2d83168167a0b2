using Fovea.Imaging.Pixels;

namespace Fovea.Imaging.Decoding;

/// <summary>
/// The limits on images. Those on their size are checked against the header before any pixel is allocated.
/// </summary>
public sealed record ImageLimits
{
    // An image is one array with 4 bytes per pixel.
    private static readonly long AddressablePixels = Array.MaxLength / 4;

    /// <summary>The most pixels (width times height). Each takes 4 bytes while the image is in use. Default 50 million.</summary>
    public long MaxPixels { get; init; } = 50_000_000;

    /// <summary>The largest width or height in pixels. Default 16384.</summary>
    public int MaxSide { get; init; } = 16_384;

    /// <summary>
    /// How long a TIFF, a TGA or a PNM may be decoded; more is refused as too large. It is looked at once a row. Default 10 seconds.
    /// </summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Checks an image's header.</summary>
    /// <exception cref="ImageException">The image is too large, or has no pixels.</exception>
    internal void Check(ImageHeader header)
    {
        (_, int width, int height, _) = header;
        if (width < 1 || height < 1)
            throw new ImageException(
                ImageError.Corrupt,
                $"The {header.Format.DisplayName()} image's header says {width}x{height} pixels; both sides must be at least 1.");
        if (width > MaxSide || height > MaxSide)
            throw new ImageException(
                ImageError.TooLarge, $"The image has {width}x{height} pixels; at most {MaxSide} pixels per side are read.");
        long mostPixels = Math.Min(MaxPixels, AddressablePixels);
        if ((long)width * height > mostPixels)
            throw new ImageException(
                ImageError.TooLarge, $"The image has {width}x{height} = {(long)width * height} pixels; at most {mostPixels} are read.");
    }
}
