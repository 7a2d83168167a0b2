using Fovea.Imaging.Pixels;

namespace Fovea.Imaging.Metadata;

/// <summary>
/// Reads how an image must be turned, with the sources and the precedence of Pillow's <c>ImageOps.exif_transpose</c>: the orientation in
/// the EXIF data, and only where these have none, the one in the XMP packet.
/// </summary>
internal static class ImageOrientation
{
    /// <summary>Reads the orientation; <see cref="ExifOrientation.Normal"/> where there is none or it is invalid.</summary>
    public static ExifOrientation Read(ImageFormat format, ReadOnlySpan<byte> file)
    {
        ImageMetadata metadata = format switch
        {
            ImageFormat.Jpeg => JpegMetadata.Find(file),
            ImageFormat.Png => PngMetadata.Find(file),
            ImageFormat.WebP => WebPMetadata.Find(file),
            ImageFormat.Tiff => new ImageMetadata { HasExif = true, Exif = file },
            _ => default,
        };
        int? value = metadata.HasExif ? ExifDirectory.ReadOrientation(metadata.Exif) : null;
        value ??= XmpPacket.ReadOrientation(metadata.Xmp);
        return value is >= 1 and <= 8 ? (ExifOrientation)value : ExifOrientation.Normal;
    }
}
