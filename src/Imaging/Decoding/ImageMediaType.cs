using Fovea.Imaging.Pixels;

namespace Fovea.Imaging.Decoding;

/// <summary>The media types of the image formats.</summary>
public static class ImageMediaType
{
    /// <summary>The media type of a file by its first bytes; null where it is none of the formats that are decoded.</summary>
    public static string? Of(ReadOnlySpan<byte> file) => ImageSignature.Find(file) switch
    {
        ImageFormat.Jpeg => "image/jpeg",
        ImageFormat.Png => "image/png",
        ImageFormat.WebP => "image/webp",
        ImageFormat.Bmp => "image/bmp",
        ImageFormat.Gif => "image/gif",
        _ => null,
    };
}
