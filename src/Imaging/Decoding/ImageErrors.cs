using Fovea.Imaging.Pixels;

namespace Fovea.Imaging.Decoding;

/// <summary>What is said of a damaged image, whichever decoder finds it out.</summary>
internal static class ImageErrors
{
    /// <summary>The file ends before its size is known, or its header makes no sense.</summary>
    public static ImageException Header(ImageFormat format) =>
        new(ImageError.Corrupt, $"The bytes begin as {format.DisplayName()}, but the image's header is truncated or damaged.");

    /// <summary>The file ends before its last pixel.</summary>
    public static ImageException Truncated(ImageHeader header) =>
        new(ImageError.Corrupt, $"{Describe(header)} is truncated: its data ends before its last pixel.");

    /// <summary>The file ends before its last scan, each of which refines all pixels.</summary>
    public static ImageException TruncatedScans(ImageHeader header) =>
        new(
            ImageError.Corrupt,
            $"{Describe(header)} is truncated: its pixels come in several scans, and the file ends before the last of them.");

    /// <summary>The data cannot be decoded.</summary>
    public static ImageException Damaged(ImageHeader header, string reason) =>
        new(ImageError.Corrupt, $"{Describe(header)} is damaged: its data cannot be decoded ({reason}).");

    private static string Describe(ImageHeader header) =>
        $"The {header.Format.DisplayName()} image of {header.Width}x{header.Height} pixels";
}
