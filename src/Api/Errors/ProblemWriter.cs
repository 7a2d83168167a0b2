using System.Globalization;
using System.Text.Json;
using Fovea.Api.Contracts;

namespace Fovea.Api.Errors;

/// <summary>Writes errors as problem details (RFC 9457).</summary>
internal static class ProblemWriter
{
    public const string ContentType = "application/problem+json";

    public static Problem Create(ErrorCode code, string detail) => new()
    {
        Type = $"urn:fovea:problem:{code.Code}",
        Title = code.Title,
        Status = code.Status,
        Detail = detail,
        Code = code.Code,
    };

    public static async Task WriteAsync(HttpContext context, Problem problem, TimeSpan? retryAfter = null)
    {
        context.Response.StatusCode = problem.Status;
        context.Response.ContentType = ContentType;
        context.Response.Headers.CacheControl = "no-store";
        if (retryAfter is { } delay)
            context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(delay.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(problem, ApiJson.Answers.Problem);
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
