using System.Globalization;
using System.Text.Json;
using Fovea.Api.Contracts;

namespace Fovea.Api.Errors;

/// <summary>Writes errors in the form that the caller's protocol knows: problem details (RFC 9457); below <c>/v2</c> its <c>{"error"}</c>; for gRPC a status.</summary>
internal static class ProblemWriter
{
    public const string ContentType = "application/problem+json";

    private static readonly PathString V2Path = "/v2";

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
        if (GrpcErrors.IsCall(context.Request))
        {
            GrpcErrors.Write(context.Response, problem);
            return;
        }

        bool v2 = context.Request.Path.StartsWithSegments(V2Path, StringComparison.OrdinalIgnoreCase);
        context.Response.StatusCode = problem.Status;
        context.Response.ContentType = v2 ? "application/json" : ContentType;
        context.Response.Headers.CacheControl = "no-store";
        if (retryAfter is { } delay)
            context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(delay.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        byte[] body = v2
            ? JsonSerializer.SerializeToUtf8Bytes(new V2Error { Error = problem.Detail }, ApiJson.Answers.V2Error)
            : JsonSerializer.SerializeToUtf8Bytes(problem, ApiJson.Answers.Problem);
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
