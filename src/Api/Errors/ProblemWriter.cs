using System.Globalization;
using System.Text.Json;
using Fovea.Api.Contracts;
using Fovea.Api.OpenInference.Http;
using Fovea.Api.OpenInference.Http.Contracts;

namespace Fovea.Api.Errors;

/// <summary>Writes errors in the form that the caller's protocol knows: problem details (RFC 9457); below <c>/v2</c> its <c>{"error"}</c>; for gRPC a status.</summary>
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
        if (GrpcErrorWriter.IsCall(context.Request))
        {
            GrpcErrorWriter.Write(context.Response, problem);
            return;
        }

        bool ofProtocol = V2Paths.Includes(context.Request.Path);
        context.Response.StatusCode = problem.Status;
        context.Response.ContentType = ofProtocol ? "application/json" : ContentType;
        context.Response.Headers.CacheControl = "no-store";
        if (retryAfter is { } delay)
            context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(delay.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        byte[] body = ofProtocol
            ? JsonSerializer.SerializeToUtf8Bytes(new V2Error { Error = problem.Detail }, V2Json.Answers.V2Error)
            : JsonSerializer.SerializeToUtf8Bytes(problem, ApiJson.Answers.Problem);
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
