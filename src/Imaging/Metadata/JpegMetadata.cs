using Fovea.Imaging.Jpeg;

namespace Fovea.Imaging.Metadata;

/// <summary>
/// Finds the EXIF data and the XMP packet among a JPEG's application segments (CIPA DC-008, 4.7; XMP specification, part 3).
/// </summary>
internal static class JpegMetadata
{
    private static ReadOnlySpan<byte> ExifName => "Exif\0\0"u8;

    private static ReadOnlySpan<byte> XmpName => "http://ns.adobe.com/xap/1.0/\0"u8;

    /// <summary>
    /// Finds them before the first scan. EXIF data larger than a segment are written as several, which are joined; of several XMP packets
    /// the last one counts.
    /// </summary>
    public static ImageMetadata Find(ReadOnlySpan<byte> file)
    {
        bool hasExif = false;
        ReadOnlySpan<byte> exif = default, xmp = default;
        var segments = new JpegSegments(file);
        while (segments.MoveNext() && segments.Marker is not (JpegMarker.StartOfScan or JpegMarker.EndOfImage))
        {
            ReadOnlySpan<byte> content = segments.Content;
            if (segments.Marker != JpegMarker.App1)
                continue;
            if (content.StartsWith(XmpName))
                xmp = content[XmpName.Length..];
            if (!content.StartsWith(ExifName))
                continue;
            // The orientation is near the beginning, so that more parts than a few tell nothing new.
            content = content[ExifName.Length..];
            exif = !hasExif ? content : exif.Length <= ushort.MaxValue ? (byte[])[.. exif, .. content] : exif;
            hasExif = true;
        }

        return new ImageMetadata { HasExif = hasExif, Exif = exif, Xmp = xmp };
    }
}
