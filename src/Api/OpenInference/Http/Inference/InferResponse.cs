using System.Globalization;
using Fovea.Api.Http;
using Fovea.Api.Options;

namespace Fovea.Api.OpenInference.Http.Inference;

/// <summary>An answer as it is sent: JSON in pooled memory, and behind it the bytes of outputs.</summary>
internal sealed class InferResponse(PooledBufferWriter json, IReadOnlyList<ReadOnlyMemory<byte>> tail) : IDisposable
{
    public async Task WriteAsync(HttpContext context, LimitsOptions limits)
    {
        PacedAnswer.Use(context, limits);
        HttpResponse response = context.Response;
        response.ContentType = tail.Count > 0 ? "application/octet-stream" : "application/json";
        response.Headers.CacheControl = "no-store";
        if (tail.Count > 0)
            response.Headers[InferBody.HeaderLength] = json.Written.Length.ToString(CultureInfo.InvariantCulture);
        response.ContentLength = json.Written.Length + tail.Sum(bytes => (long)bytes.Length);
        await response.Body.WriteAsync(json.Written, context.RequestAborted);
        foreach (ReadOnlyMemory<byte> bytes in tail)
            await response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    public void Dispose() => json.Dispose();
}
