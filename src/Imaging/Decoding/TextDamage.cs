namespace Fovea.Imaging.Decoding;

/// <summary>
/// Recognises pictures whose bytes went through a conversion to text: read as Latin-1 and written as UTF-8, decoded as UTF-8 or ASCII with
/// a mark for what is none, or with their line ends changed.
/// </summary>
internal static class TextDamage
{
    private static readonly (byte[] Start, string Name)[] Starts =
    [
        ([0xC2, 0x89, 0x50, 0x4E, 0x47], "a PNG"),
        ([0xE2, 0x80, 0xB0, 0x50, 0x4E, 0x47], "a PNG"),
        ([0xEF, 0xBF, 0xBD, 0x50, 0x4E, 0x47], "a PNG"),
        ([0x3F, 0x50, 0x4E, 0x47, 0x0D, 0x0A], "a PNG"),
        ([0x89, 0x50, 0x4E, 0x47, 0x0A], "a PNG"),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0D, 0x0A], "a PNG"),
        ([0x09, 0x50, 0x4E, 0x47, 0x0D, 0x0A], "a PNG"),
        ([0xC3, 0xBF, 0xC3, 0x98, 0xC3, 0xBF], "a JPEG"),
        ([0xEF, 0xBF, 0xBD, 0xEF, 0xBF, 0xBD, 0xEF, 0xBF, 0xBD], "a JPEG"),
    ];

    /// <summary>What it was; null where it is none of these.</summary>
    public static string? Name(ReadOnlySpan<byte> bytes)
    {
        foreach ((byte[] start, string name) in Starts)
        {
            if (bytes.StartsWith(start))
                return name;
        }

        return null;
    }
}
