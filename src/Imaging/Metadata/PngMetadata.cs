namespace Fovea.Imaging.Metadata;

/// <summary>
/// Finds the EXIF data and the XMP packet of a PNG (PNG specification, third edition, 11.3.3 and 11.3.4.4): in the chunk eXIf, or as the
/// texts that programs wrote before there was one. Of several the last one counts, as in Pillow.
/// </summary>
internal static class PngMetadata
{
    /// <summary>Finds them, before or after the pixels.</summary>
    public static ImageMetadata Find(ReadOnlySpan<byte> file)
    {
        bool hasExif = false;
        ReadOnlySpan<byte> exif = default;
        PngText profile = default, xmp = default;
        foreach (PngChunks.Chunk chunk in new PngChunks(file))
        {
            ReadOnlySpan<byte> type = chunk.Type, content = chunk.Content;
            if (type.SequenceEqual("eXIf"u8))
            {
                exif = content;
                hasExif = true;
            }
            else if (PngText.TryRead(type, content, out PngText text))
            {
                if (text.Keyword.SequenceEqual("Raw profile type exif"u8))
                    profile = text;
                else if (text.Keyword.SequenceEqual("XML:com.adobe.xmp"u8))
                    xmp = text;
                else if (text.Keyword.SequenceEqual("exif"u8) && type.SequenceEqual("tEXt"u8))
                {
                    exif = text.Unpack();
                    hasExif = true;
                }
            }
        }

        if (!hasExif && !profile.Keyword.IsEmpty)
        {
            exif = RawProfile.Read(profile.Unpack());
            hasExif = true;
        }

        return new ImageMetadata { HasExif = hasExif, Exif = exif, Xmp = xmp.Unpack() };
    }
}
