using System.Buffers;
using System.Text;
using Fovea.Api.Errors;
using Microsoft.Net.Http.Headers;

namespace Fovea.Api.Http;

/// <summary>The line between the parts of a form (RFC 2046, section 5.1.1).</summary>
internal static class FormBoundary
{
    public const string FormType = "multipart/form-data";

    private const int MaxLength = 128;

    private static readonly SearchValues<char> Unquoted =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~");

    /// <summary>The boundary that a type declares.</summary>
    /// <exception cref="ApiException">It declares none, or one that is too long.</exception>
    public static string Of(MediaTypeHeaderValue type)
    {
        string boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        return boundary.Length switch
        {
            0 => throw new ApiException(
                ErrorCodes.InvalidBody,
                $"The content type '{type}' has no boundary. Do not set Content-Type: the client writes it with the boundary of its form."),
            > MaxLength => throw new ApiException(
                ErrorCodes.InvalidBody, $"The multipart boundary has {boundary.Length} characters; 1 to {MaxLength} are expected."),
            _ => boundary,
        };
    }

    /// <summary>Refuses a type of forms that cannot be parsed.</summary>
    public static ApiException Unreadable(string type) => new(
        ErrorCodes.UnsupportedContentType,
        $"The content type '{type}' cannot be read. A boundary that has other characters than letters, digits and !#$%&'*+-.^_`|~ is " +
        "quoted: multipart/form-data; boundary=\"...\".");

    /// <summary>Checks by the first bytes of a form that its lines end as they must.</summary>
    /// <exception cref="ApiException">They do not.</exception>
    public static void CheckLines(ReadOnlySpan<byte> start, string boundary)
    {
        if (start.StartsWith(Encoding.UTF8.GetBytes($"--{boundary}\n")))
            throw new ApiException(
                ErrorCodes.InvalidBody,
                "The lines of the multipart body end with a line feed; they must end with a carriage return and a line feed (CRLF).");
    }

    /// <summary>How a form with this boundary is sent, without the last full stop.</summary>
    public static string Declare(string boundary) => $"Declare it with Content-Type: {FormType}; boundary={boundary}";

    /// <summary>The boundary of what looks like a form, written as a parameter; null where it is none.</summary>
    public static string? Find(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAny((byte)'\r', (byte)'\n');
        if (!text.StartsWith("--"u8) || end is <= 2 or > 2 + MaxLength)
            return null;
        string rest = Encoding.ASCII.GetString(text[end..]).TrimStart();
        if (!rest.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
            return null;
        string boundary = Encoding.ASCII.GetString(text[2..end]).TrimEnd();
        return boundary.AsSpan().ContainsAnyExcept(Unquoted) ? $"\"{boundary}\"" : boundary;
    }
}
