using System.Globalization;
using System.Text.Json;
using Fovea.Api.Contracts;
using Fovea.Api.OpenInference.Http;
using Fovea.Api.OpenInference.Http.Contracts;

namespace Fovea.Api.Errors;

/// <summary>
/// Writes errors in the form that the caller's protocol has: problem details (RFC 9457); below <c>/v2</c> its
/// <c>{"error"}</c>; for gRPC a status.
/// </summary>
internal static class ErrorWriter
{
    public static async Task WriteAsync(HttpContext context, ErrorAnswer answer)
    {
        HttpResponse response = context.Response;
        if (GrpcErrorWriter.IsCall(context.Request))
        {
            GrpcErrorWriter.Write(response, answer);
            return;
        }

        bool ofProtocol = V2Paths.Includes(context.Request.Path);
        response.StatusCode = answer.Status;
        response.ContentType = ofProtocol ? "application/json" : Problems.ContentType;
        response.Headers.CacheControl = "no-store";
        if (answer.RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (answer.AcceptEncoding is { } encodings)
            response.Headers.AcceptEncoding = encodings;
        byte[] body = ofProtocol
            ? JsonSerializer.SerializeToUtf8Bytes(new V2Error { Error = answer.Detail }, V2Json.Answers.V2Error)
            : JsonSerializer.SerializeToUtf8Bytes(Problems.Of(answer), ApiJson.Answers.ProblemDetails);
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(body, context.RequestAborted);
    }
}
