using System.Globalization;
using System.Text;
using Fovea.Api.Contracts;

namespace Fovea.Api.Errors;

/// <summary>
/// Errors of gRPC calls that end before a service is reached: an answer of headers only, with HTTP status 200
/// (github.com/grpc/grpc, doc/PROTOCOL-HTTP2.md, "Trailers-Only"; the statuses: doc/statuscodes.md).
/// </summary>
internal static class GrpcErrorWriter
{
    private const string ContentType = "application/grpc";

    public static bool IsCall(HttpRequest request) =>
        request.ContentType is { } type && type.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (type.Length == ContentType.Length || type[ContentType.Length] is '+' or ';');

    public static void Write(HttpResponse response, Problem problem)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = ContentType;
        response.Headers["grpc-status"] = StatusOf(problem.Status).ToString(CultureInfo.InvariantCulture);
        response.Headers["grpc-message"] = Encode(problem.Detail);
    }

    /// <summary>The number of the gRPC status that fits an HTTP status.</summary>
    public static int StatusOf(int http) => http switch
    {
        StatusCodes.Status401Unauthorized => 16,
        StatusCodes.Status403Forbidden => 7,
        StatusCodes.Status404NotFound => 5,
        StatusCodes.Status405MethodNotAllowed => 12,
        StatusCodes.Status413PayloadTooLarge or StatusCodes.Status429TooManyRequests => 8,
        StatusCodes.Status503ServiceUnavailable => 14,
        >= 400 and < 500 => 3,
        _ => 13,
    };

    /// <summary>Bytes that a header cannot carry, and the percent sign, as percent and two digits.</summary>
    private static string Encode(string message)
    {
        var text = new StringBuilder(message.Length);
        foreach (byte value in Encoding.UTF8.GetBytes(message))
            _ = value is >= 0x20 and <= 0x7E and not (byte)'%' ? text.Append((char)value) : text.Append('%').Append(value.ToString("X2", CultureInfo.InvariantCulture));
        return text.ToString();
    }
}
