using Fovea.Imaging.Decoding;

namespace Fovea.Api.Http;

/// <summary>Says of a text that was sent where the bytes of a picture belong what it is, and how to send the picture.</summary>
internal static class SentText
{
    /// <summary>The same of the address of a picture.</summary>
    public const string NotFetched = $"a web address; pictures are not fetched. {Instead}";

    /// <summary>So many bytes are enough to recognise what a text is.</summary>
    public const int Recognizable = 256;

    private const string Instead = "Send the bytes of the file, or base64 as JSON with Content-Type: application/json: " + JsonUploads.Form;

    /// <summary>
    /// What the text is and what to do, to follow "... is", without the last full stop; null where it is no text that is known.
    /// </summary>
    /// <param name="bytes">The beginning of what was sent.</param>
    /// <param name="declared">As what JSON was sent; null where JSON is not recognised.</param>
    public static string? Describe(ReadOnlySpan<byte> bytes, string? declared) => PictureText.Recognize(bytes) switch
    {
        PictureTextKind.WebAddress => NotFetched,
        { } kind => $"{kind.Name()}, not the bytes of a picture. {Instead}",
        null when declared is not null && bytes.TrimStart(" \t\r\n"u8).StartsWith("{"u8) =>
            $"JSON, but is {declared}. Declare it with Content-Type: application/json",
        null => null,
    };
}
