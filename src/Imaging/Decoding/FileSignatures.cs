namespace Fovea.Imaging.Decoding;

/// <summary>Tells files from texts by their first bytes.</summary>
public static class FileSignatures
{
    // As far as the second header of a bitmap, without which its "BM" may begin a text.
    private const int BitmapHeaders = 18;

    /// <summary>
    /// Whether the bytes begin like a picture, or like another file that decoding would name: PDF, TIFF, gzip data.
    /// </summary>
    /// <param name="start">The beginning, at least 18 bytes where there are as many.</param>
    public static bool Recognize(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("BM"u8))
            return start.Length >= BitmapHeaders && ImageSignature.Find(start) is not null;
        return ImageSignature.Find(start) is not null
            || TextDamage.Name(start) is not null
            || UnsupportedFormats.NameOfFile(start) is not null;
    }
}
