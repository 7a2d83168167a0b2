using System.Buffers;
using System.Text;
using Fovea.Imaging.Decoding;

namespace Fovea.Api.Http;

/// <summary>Recognises a form as HTML sends it without files: <c>name=value</c>, with escapes.</summary>
internal static class WebForm
{
    public const string Type = "application/x-www-form-urlencoded";

    private const int LongestName = 40;

    private static readonly SearchValues<byte> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-[]"u8);

    /// <summary>The first field, and what its value is; null where there is none.</summary>
    /// <param name="text">The beginning of the body.</param>
    public static (string Name, PictureTextKind? Kind)? Find(ReadOnlySpan<byte> text)
    {
        int length = text.IndexOfAnyExcept(NameCharacters);
        if (length is <= 0 or > LongestName || text[length] != '=')
            return null;
        ReadOnlySpan<byte> value = text[(length + 1)..];
        value = value[..Math.Min(value.Length, SentText.Recognizable)];
        int end = value.IndexOf((byte)'&');
        string unescaped = Uri.UnescapeDataString(Encoding.Latin1.GetString(end < 0 ? value : value[..end]));
        return (Encoding.ASCII.GetString(text[..length]), PictureText.Recognize(Encoding.UTF8.GetBytes(unescaped)));
    }
}
