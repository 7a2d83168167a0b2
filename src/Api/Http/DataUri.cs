using System.Text;

namespace Fovea.Api.Http;

/// <summary>Takes a data URI apart (RFC 2397): <c>data:TYPE;PARAMETER=VALUE;base64,DATA</c>.</summary>
internal static class DataUri
{
    private const string Marker = "base64";

    // Messages quote the beginning up to this length.
    private const int QuotedLength = 40;

    /// <summary>How many bytes of white space the text begins with.</summary>
    public static int SkipWhiteSpace(ReadOnlySpan<byte> text) => text.Length - text.TrimStart(" \t\r\n"u8).Length;

    public static bool IsOne(ReadOnlySpan<byte> text) => text.Length >= 5 && Ascii.EqualsIgnoreCase(text[..5], "data:"u8);

    /// <summary>Where the data begins; null where it is not base64.</summary>
    public static int? DataIndex(ReadOnlySpan<byte> text, out string? problem)
    {
        int comma = CommaOutsideQuotes(text);
        ReadOnlySpan<byte> head = comma < 0 ? text : text[..comma];
        ReadOnlySpan<byte> last = head[(head.LastIndexOf((byte)';') + 1)..].Trim(" \t"u8);
        bool isBase64 = comma >= 0 && head.Contains((byte)';') && Ascii.EqualsIgnoreCase(last, Marker);
        problem = isBase64
            ? null
            : $"is a data URI without ';{Marker},' ({Encoding.UTF8.GetString(head[..Math.Min(QuotedLength, head.Length)])})";
        return isBase64 ? comma + 1 : null;
    }

    /// <summary>Replaces escapes (<c>%2B</c>) by the characters that they stand for; gives the length that is left.</summary>
    public static int Unescape(Span<byte> data)
    {
        int from = data.IndexOf((byte)'%');
        if (from < 0)
            return data.Length;
        int to = from;
        while (from < data.Length)
        {
            bool escaped = data[from] == '%' && from + 2 < data.Length
                && char.IsAsciiHexDigit((char)data[from + 1]) && char.IsAsciiHexDigit((char)data[from + 2]);
            data[to++] = escaped ? (byte)(Digit(data[from + 1]) << 4 | Digit(data[from + 2])) : data[from];
            from += escaped ? 3 : 1;
        }

        return to;
    }

    private static int Digit(byte character) => character <= '9' ? character - '0' : (character | 0x20) - 'a' + 10;

    private static int CommaOutsideQuotes(ReadOnlySpan<byte> text)
    {
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
                quoted = !quoted;
            else if (text[i] == ',' && !quoted)
                return i;
        }

        return -1;
    }
}
