using System.Buffers;
using System.Text;

namespace Fovea.Imaging.Decoding;

/// <summary>Recognises texts that are sent where the bytes of a picture belong.</summary>
public static class PictureText
{
    // A line of base64 has 64 or 76 characters; far fewer already tell it from a word.
    private const int ShortestLine = 16;
    private const int Looked = 256;

    private static readonly SearchValues<byte> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"u8);

    private static readonly SearchValues<byte> AlphabetAndBreaks =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_\r\n"u8);

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>What the text is: a web address, a data URI (RFC 2397) or base64 (RFC 4648); null where it is none of them.</summary>
    public static PictureTextKind? Recognize(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> text = bytes.StartsWith(ByteOrderMark) ? bytes[ByteOrderMark.Length..] : bytes;
        text = text.TrimStart(" \t\r\n\"'"u8);
        if (IsAddress(text, "http:"u8) || IsAddress(text, "https:"u8))
            return PictureTextKind.WebAddress;
        if (StartsWith(text, "data:"u8))
            return PictureTextKind.DataUri;
        return IsBase64(text[..Math.Min(text.Length, Looked)]) ? PictureTextKind.Base64 : null;
    }

    /// <summary>What it is, for messages.</summary>
    public static string Name(this PictureTextKind kind) => kind switch
    {
        PictureTextKind.WebAddress => "a web address",
        PictureTextKind.DataUri => "a data URI",
        _ => "base64 text",
    };

    // In JSON, slashes may stand behind a backslash.
    private static bool IsAddress(ReadOnlySpan<byte> text, ReadOnlySpan<byte> scheme) =>
        StartsWith(text, scheme) && text.Length > scheme.Length && text[scheme.Length] is (byte)'/' or (byte)'\\';

    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> prefix) =>
        text.Length >= prefix.Length && Ascii.EqualsIgnoreCase(text[..prefix.Length], prefix);

    /// <summary>Whether nothing but base64 is there, the first line not broken: numbers of an ASCII pixmap are.</summary>
    private static bool IsBase64(ReadOnlySpan<byte> text)
    {
        int line = text.IndexOfAnyExcept(Alphabet);
        return (line < 0 ? text.Length : line) >= ShortestLine
            && (line < 0 || text[line..].TrimEnd("=\r\n \"'"u8).IndexOfAnyExcept(AlphabetAndBreaks) < 0);
    }
}
