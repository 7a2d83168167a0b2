using Fovea.Imaging.Pixels;

namespace Fovea.Imaging.Decoding;

/// <summary>
/// The limits on images. Those on their size are checked against the header before any pixel is allocated.
/// </summary>
public sealed record ImageLimits
{
    // An image is one array with 4 bytes per pixel.
    private static readonly long AddressablePixels = Array.MaxLength / 4;

    private long MostPixels => Math.Min(MaxPixels, AddressablePixels);

    /// <summary>
    /// The most pixels (width times height). Each takes 4 bytes while the image is in use; where more than 8 bits of its samples are
    /// kept, a pixel takes 4 bytes for each sample besides, and counts as so many pixels more. Default 50 million.
    /// </summary>
    public long MaxPixels { get; init; } = 50_000_000;

    /// <summary>The largest width or height in pixels. Default 16384.</summary>
    public int MaxSide { get; init; } = 16_384;

    /// <summary>
    /// How long a TIFF, a TGA, a PNM or a PNG of 16 bits may be decoded; more is refused as too large. It is looked at once a row. Default
    /// 10 seconds.
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
        if ((long)width * height > MostPixels)
            throw new ImageException(
                ImageError.TooLarge, $"The image has {width}x{height} = {(long)width * height} pixels; at most {MostPixels} are read.");
    }

    /// <summary>Checks that there is room for samples of more than 8 bits, of an image that was checked.</summary>
    /// <exception cref="ImageException">There is not.</exception>
    internal void CheckDeep(ImageHeader header, int samples)
    {
        (_, int width, int height, _) = header;
        long counted = (samples + 1L) * width * height;
        if (counted > MostPixels)
            throw new ImageException(
                ImageError.TooLarge,
                $"The image has {width}x{height} pixels of {samples} sample(s) with more than 8 bits, which take the memory of {counted} " +
                $"pixels of 8 bits; at most {MostPixels} are read.");
    }
}
