using Fovea.Imaging.Pixels;
using Fovea.Imaging.Rasters;

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

    /// <summary>What a reader of a format found out, of a file whose size is known or, in a damaged header, is not.</summary>
    public static ImageException Of(FormatFaultException fault, ImageFormat format, ImageHeader? header) => fault.Fault switch
    {
        FormatFault.Unsupported => new(ImageError.UnsupportedFormat, $"The image is {fault.Message}.", fault),
        FormatFault.Truncated when header is not null => Truncated(header),
        FormatFault.Damaged when header is not null => Damaged(header, fault.Message),
        FormatFault.TooSlow => new(
            ImageError.TooLarge,
            $"The {format.DisplayName()} image takes longer than {fault.Message} to decode; send it smaller" +
            $"{(format == ImageFormat.Png ? "" : ", or as PNG or JPEG")}.", fault),
        _ => new(
            ImageError.Corrupt,
            $"The bytes begin as {format.DisplayName()}, but the image's header is truncated or damaged: {fault.Message}.", fault),
    };

    private static string Describe(ImageHeader header) =>
        $"The {header.Format.DisplayName()} image of {header.Width}x{header.Height} pixels";
}
