using System.Text;
using Fovea.Imaging.Decoding;

namespace Fovea.Api.Http;

/// <summary>Says what was sent where the bytes of a picture belong, and how to send the picture.</summary>
internal static class SentText
{
    /// <summary>So many bytes are enough to recognise what a text is.</summary>
    public const int Recognizable = 256;

    /// <summary>Data that was compressed by gzip, and what to do.</summary>
    public const string Gzip = "gzip data; compress the body once, and declare it with Content-Encoding: gzip";

    private const string Instead = "Send the bytes of the file, or base64 as JSON with Content-Type: application/json: " + JsonUploads.Form;

    /// <summary>
    /// What was sent and what to do, to follow "... is", without the last full stop; null where it is nothing that is known here.
    /// </summary>
    /// <param name="bytes">The beginning of what was sent.</param>
    /// <param name="declared">As what a body was sent; null for a part of one, where JSON and forms are not recognised.</param>
    public static string? Describe(ReadOnlySpan<byte> bytes, string? declared)
    {
        if (PictureText.Recognize(bytes) is { } kind)
            return Describe(kind);
        if (IsGzip(bytes))
            return Gzip;
        if (declared is null)
            return null;
        ReadOnlySpan<byte> text = bytes.TrimStart(" \t\r\n"u8);
        if (text.StartsWith("{"u8))
            return $"JSON, but is {declared}. Declare it with Content-Type: application/json";
        if (FormBoundary.Find(text) is { } boundary)
            return $"a form, but is {declared}. {FormBoundary.Declare(boundary)}";
        return WebForm.Find(text) is { Kind: { } value } field
            ? $"a web form ({WebForm.Type}) whose field '{field.Name}' is {Describe(value)}"
            : null;
    }

    /// <summary>What a text of this kind is, and what to do instead.</summary>
    public static string Describe(PictureTextKind kind) =>
        $"{kind.Name()}{(kind.IsElsewhere() ? "; pictures are not fetched" : ", not the bytes of a picture")}. {Instead}";

    /// <summary>Whether data begins as gzip writes it (RFC 1952): its mark, and the one method that there is.</summary>
    public static bool IsGzip(ReadOnlySpan<byte> bytes) => bytes.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B, 0x08]);

    /// <summary>The beginning of what was sent, for messages.</summary>
    public static string Quote(ReadOnlySpan<byte> bytes)
    {
        const int longest = 60;
        var text = new StringBuilder();
        foreach (byte value in bytes[..Math.Min(longest, bytes.Length)])
            text.Append(value is >= 0x20 and < 0x7F ? (char)value : '?');
        return bytes.Length > longest ? text.Append("...").ToString() : text.ToString();
    }
}
