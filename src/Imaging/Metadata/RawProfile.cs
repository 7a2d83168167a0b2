namespace Fovea.Imaging.Metadata;

/// <summary>
/// Reads the text in which ImageMagick puts EXIF data into a PNG: an empty line, a name, the number of bytes, then the bytes in hexadecimal
/// over many lines.
/// </summary>
internal static class RawProfile
{
    private const int LinesBefore = 3;

    /// <summary>Reads the bytes; empty where the text has another form.</summary>
    public static byte[] Read(ReadOnlySpan<byte> text)
    {
        for (int line = 0; line < LinesBefore; line++)
        {
            int end = text.IndexOf((byte)'\n');
            if (end < 0)
                return [];
            text = text[(end + 1)..];
        }

        byte[] digits = new byte[text.Length];
        int count = 0;
        foreach (byte character in text)
        {
            if (!char.IsWhiteSpace((char)character))
                digits[count++] = character;
        }

        byte[] bytes = new byte[count / 2];
        return Convert.FromHexString(digits.AsSpan(0, count), bytes, out _, out _) == System.Buffers.OperationStatus.Done ? bytes : [];
    }
}
