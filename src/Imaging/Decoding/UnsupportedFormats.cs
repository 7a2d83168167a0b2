using System.Buffers.Binary;

namespace Fovea.Imaging.Decoding;

/// <summary>Formats that are often sent by mistake, so that the message can name them.</summary>
internal static class UnsupportedFormats
{
    private delegate bool Test(ReadOnlySpan<byte> bytes);

    // By the first bytes. "????" stands for four arbitrary ones.
    private static readonly (string Signature, string Name)[] Signatures =
    [
        ("????ftypavif", "AVIF"), ("????ftypavis", "AVIF"),
        ("????ftyphei", "HEIF"), ("????ftyphev", "HEIF"), ("????ftypmif1", "HEIF"), ("????ftypmsf1", "HEIF"),
        ("????ftyp", "an ISO media file"),
        ("8BPS", "PSD"), ("????jP  ", "JPEG 2000"), ("\u00ff\u004f\u00ff\u0051", "JPEG 2000"),
        ("\u00ff\u000a", "JPEG XL"), ("????JXL ", "JPEG XL"), ("%PDF", "PDF"), ("v/1\u0001", "OpenEXR"), ("qoif", "QOI"), ("DDS ", "DDS"),
        ("<?xml", "XML"), ("<svg", "SVG"), ("<!DOCTYPE", "HTML"), ("<!doctype", "HTML"), ("<html", "HTML"),
        ("PK\u0003\u0004", "a ZIP archive"), ("7z\u00bc\u00af\u0027\u001c", "a 7z archive"), ("Rar!\u001a\u0007", "a RAR archive"),
        ("\u001f\u008b", "gzip data"), ("\u001f\u009d", "compress data"), ("\u0028\u00b5\u002f\u00fd", "Zstandard data"),
        ("\u0004\u0022\u004d\u0018", "LZ4 data"), ("BZh?1AY&SY", "bzip2 data"), ("\u00fd7zXZ\0", "xz data"),
        ("x\u0001", "zlib data"), ("x\u009c", "zlib data"), ("x\u00da", "zlib data"),
    ];

    // By more than that: these have no signature, or one that others share.
    private static readonly (Test Matches, string Name)[] Layouts =
    [
        (bytes => IsIconDirectory(bytes, kind: 1), "ICO"),
        (bytes => IsIconDirectory(bytes, kind: 2), "CUR"),
        (IsAnymap, "PAM"),
    ];

    /// <summary>Names the format of a file, or JSON; null where it is not known.</summary>
    public static string? Name(ReadOnlySpan<byte> bytes) =>
        NameOfFile(bytes) ?? (bytes.StartsWith("{"u8) || bytes.StartsWith("["u8) ? "JSON" : null);

    /// <summary>Names the format of a file that cannot be taken for a short text; null where it is not known.</summary>
    public static string? NameOfFile(ReadOnlySpan<byte> bytes)
    {
        foreach ((string signature, string name) in Signatures)
        {
            if (StartsWith(bytes, signature))
                return name;
        }

        foreach ((Test matches, string name) in Layouts)
        {
            if (matches(bytes))
                return name;
        }

        return null;
    }

    private static bool StartsWith(ReadOnlySpan<byte> bytes, string signature)
    {
        if (bytes.Length < signature.Length)
            return false;
        for (int i = 0; i < signature.Length; i++)
        {
            if (signature[i] != '?' && bytes[i] != signature[i])
                return false;
        }

        return true;
    }

    // "P7", white space, and a comment or the first keyword.
    private static bool IsAnymap(ReadOnlySpan<byte> bytes) =>
        bytes is [(byte)'P', (byte)'7', (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n', ..]
        && bytes[3..].TrimStart(" \t\r\n"u8) is [(byte)'#' or (byte)'W', ..];

    // Zero, the kind, the number of pictures, and an entry of 16 bytes for each: its fourth byte is zero, and the picture lies after the
    // entries. What a truncated file no longer has is not asked about.
    private static bool IsIconDirectory(ReadOnlySpan<byte> bytes, int kind)
    {
        const int Header = 6, Entry = 16;
        if (bytes.Length < Header || UInt16(bytes) != 0 || UInt16(bytes[2..]) != kind)
            return false;
        int count = UInt16(bytes[4..]);
        return count > 0
            && (bytes.Length <= Header + 3 || bytes[Header + 3] == 0)
            && (bytes.Length < Header + Entry || BinaryPrimitives.ReadUInt32LittleEndian(bytes[(Header + 12)..]) >= Header + Entry * count);
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
