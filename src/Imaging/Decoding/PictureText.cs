using System.Buffers;
using System.Text;

namespace Fovea.Imaging.Decoding;

/// <summary>Recognises texts that are sent where the bytes of a picture belong.</summary>
public static class PictureText
{
    // A line of base64 has 64 or 76 characters. What is shorter may be an identifier, unless it begins like a picture.
    private const int ShortestText = 64;
    private const int ShortestLine = 16;
    private const int Looked = 256;
    private const int LongestScheme = 16;
    private const int LongestPath = 1024;

    /// <summary>The beginnings of PNG, JPEG (in both alphabets), GIF, BMP and RIFF in base64.</summary>
    private static readonly string[] Pictures = ["iVBORw0KGgo", "/9j/", "_9j_", "R0lGOD", "Qk", "UklGR"];

    private static readonly string[] Extensions =
    [
        ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".heic", ".heif", ".avif", ".svg", ".ico",
        ".jp2", ".jxl", ".psd", ".tga", ".ppm", ".pgm", ".pdf", ".dcm", ".gz", ".zip",
    ];

    /// <summary>How paths begin that nothing else begins like.</summary>
    private static readonly string[] PathStarts = ["./", "../", "~/", "@/", "@./", @".\", @"..\", @"\\"];

    private static readonly SearchValues<byte> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"u8);

    private static readonly SearchValues<byte> AlphabetAndBreaks =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_\r\n"u8);

    private static readonly SearchValues<byte> SchemeCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-."u8);

    private static readonly SearchValues<byte> HostCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.:"u8);

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>
    /// What the text is: an address (RFC 3986), a data URI (RFC 2397), the path of a file, or base64 (RFC 4648); null where it is none of
    /// them.
    /// </summary>
    public static PictureTextKind? Recognize(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> text = bytes.StartsWith(ByteOrderMark) ? bytes[ByteOrderMark.Length..] : bytes;
        text = text.TrimStart(" \t\r\n\"'<"u8);
        if (StartsWith(text, "data:"u8))
            return PictureTextKind.DataUri;
        if (Address(text) is { } address)
            return address;
        if (IsBase64(text))
            return PictureTextKind.Base64;
        return IsPath(text) ? PictureTextKind.Path : null;
    }

    /// <summary>Whether it says where a picture is, instead of what it looks like.</summary>
    public static bool IsElsewhere(this PictureTextKind kind) =>
        kind is PictureTextKind.WebAddress or PictureTextKind.Address or PictureTextKind.Path;

    /// <summary>What it is, for messages.</summary>
    public static string Name(this PictureTextKind kind) => kind switch
    {
        PictureTextKind.WebAddress => "a web address",
        PictureTextKind.Address => "an address",
        PictureTextKind.Path => "the path of a file",
        PictureTextKind.DataUri => "a data URI",
        _ => "base64 text",
    };

    /// <summary>A scheme and <c>://</c>, or a host behind two slashes or <c>www.</c>.</summary>
    private static PictureTextKind? Address(ReadOnlySpan<byte> text)
    {
        if (StartsWith(text, "http:"u8) || StartsWith(text, "https:"u8))
            return IsSlash(text[(text.IndexOf((byte)':') + 1)..], out _) ? PictureTextKind.WebAddress : null;
        if (StartsWith(text, "www."u8))
            return PictureTextKind.WebAddress;
        if (StartsWith(text, "blob:"u8) || StartsWith(text, "file:/"u8))
            return PictureTextKind.Address;
        int scheme = text[..Math.Min(text.Length, LongestScheme)].IndexOfAnyExcept(SchemeCharacters);
        if (scheme == 0)
            return HasHost(text) ? PictureTextKind.Address : null;
        return scheme > 1 && text[scheme] == ':' && char.IsAsciiLetter((char)text[0])
            && IsSlash(text[(scheme + 1)..], out int slash) && IsSlash(text[(scheme + 1 + slash)..], out _)
            ? PictureTextKind.Address
            : null;
    }

    // In JSON, slashes may stand behind a backslash.
    private static bool IsSlash(ReadOnlySpan<byte> text, out int length)
    {
        length = text.StartsWith("\\/"u8) ? 2 : 1;
        return text.Length >= length && text[length - 1] == '/';
    }

    /// <summary>Two slashes, a host with a dot in its name, and a slash: base64 has no dots.</summary>
    private static bool HasHost(ReadOnlySpan<byte> text)
    {
        if (!IsSlash(text, out int first) || !IsSlash(text[first..], out int second))
            return false;
        ReadOnlySpan<byte> host = text[(first + second)..];
        int end = host[..Math.Min(host.Length, Looked)].IndexOfAnyExcept(HostCharacters);
        return end > 0 && IsSlash(host[end..], out _) && host[..end].Contains((byte)'.');
    }

    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> prefix) =>
        text.Length >= prefix.Length && Ascii.EqualsIgnoreCase(text[..prefix.Length], prefix);

    /// <summary>Whether nothing but base64 is there, the first line not broken: numbers of an ASCII pixmap are.</summary>
    private static bool IsBase64(ReadOnlySpan<byte> all)
    {
        ReadOnlySpan<byte> text = all[..Math.Min(all.Length, Looked)];
        int line = text.IndexOfAnyExcept(Alphabet);
        return (line < 0 ? text.Length : line) >= ShortestLine
            && (line < 0 || text[line..].TrimEnd("=\r\n \"'"u8).IndexOfAnyExcept(AlphabetAndBreaks) < 0)
            && (text.TrimEnd("\r\n \"'"u8).Length >= ShortestText || BeginsLike(text, Pictures));
    }

    /// <summary>One line that begins like a path, or ends like the name of a picture.</summary>
    private static bool IsPath(ReadOnlySpan<byte> all)
    {
        if (all.Length > LongestPath)
            return false;
        ReadOnlySpan<byte> text = all.TrimEnd(" \t\r\n\"'>"u8);
        if (text.IndexOfAnyInRange((byte)0, (byte)0x1F) >= 0)
            return false;
        bool hasDrive = text.Length > 2 && char.IsAsciiLetter((char)text[0]) && text[1] == ':' && text[2] is (byte)'\\' or (byte)'/';
        return hasDrive || BeginsLike(text, PathStarts) || EndsLike(text);
    }

    private static bool BeginsLike(ReadOnlySpan<byte> text, string[] starts)
    {
        foreach (string start in starts)
        {
            if (text.Length >= start.Length && Ascii.Equals(text[..start.Length], start))
                return true;
        }

        return false;
    }

    private static bool EndsLike(ReadOnlySpan<byte> text)
    {
        foreach (string extension in Extensions)
        {
            if (text.Length > extension.Length && Ascii.EqualsIgnoreCase(text[^extension.Length..], extension))
                return true;
        }

        return false;
    }
}
