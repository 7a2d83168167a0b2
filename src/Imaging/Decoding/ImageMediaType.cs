using Fovea.Imaging.Pixels;

namespace Fovea.Imaging.Decoding;

/// <summary>The media types of the image formats.</summary>
public static class ImageMediaType
{
    /// <summary>The media type of a file by its bytes; null where it is none of the formats that are decoded.</summary>
    public static string? Of(ReadOnlySpan<byte> file) => ImageSignature.Find(file)?.MediaType();
}
