using Fovea.Api.Errors;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Fovea.Api.Http;

/// <summary>Refuses parts of a form whose headers say that the bytes are not the file's own.</summary>
internal static class PartHeaders
{
    // Encodings that leave bytes as they are (RFC 2045, section 6.2).
    private static readonly string[] Plain = ["binary", "8bit", "7bit"];

    /// <exception cref="ApiException">The part is encoded, compressed, or itself of several parts.</exception>
    public static void Check(MultipartSection section, PartDisposition disposition)
    {
        if (Header(section, "Content-Transfer-Encoding") is { Length: > 0 } transfer
            && !Plain.Contains(transfer, StringComparer.OrdinalIgnoreCase))
            throw Refused(disposition, $"has 'Content-Transfer-Encoding: {transfer}', which is not supported in the parts of a form "
                + "(RFC 7578, section 4.7); send the bytes of the file as they are");
        if (Header(section, "Content-Encoding") is { Length: > 0 } encoding
            && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            throw Refused(disposition, $"has 'Content-Encoding: {encoding}', which is not supported in the parts of a form; send the file "
                + $"as it is, or compress the whole body by {BodyEncoding.Names}");
        if (section.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true)
            throw Refused(disposition, $"is itself a body of parts ({section.ContentType}); send each file as a part of the form");
    }

    private static string? Header(MultipartSection section, string name) =>
        section.Headers is { } headers && headers.TryGetValue(name, out StringValues values) ? values.ToString().Trim() : null;

    private static ApiException Refused(PartDisposition disposition, string what) =>
        new(ErrorCodes.InvalidBody, $"The part '{disposition.Name}' of the form {what}.") { File = disposition.Name };
}
