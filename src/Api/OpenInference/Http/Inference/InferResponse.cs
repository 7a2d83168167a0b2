using System.Globalization;
using Fovea.Api.Http;

namespace Fovea.Api.OpenInference.Http.Inference;

/// <summary>An answer as it is sent: JSON in pooled memory, and behind it the bytes of outputs.</summary>
internal sealed class InferResponse(PooledBufferWriter json, IReadOnlyList<ReadOnlyMemory<byte>> tail) : IDisposable
{
    // The server copies what it is given at once before it sends it: a long answer is given in parts, as its reader takes them.
    private const int PartBytes = 256 << 10;

    public async Task WriteAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        response.ContentType = tail.Count > 0 ? "application/octet-stream" : "application/json";
        response.Headers.CacheControl = "no-store";
        if (tail.Count > 0)
            response.Headers[InferBody.HeaderLength] = json.Written.Length.ToString(CultureInfo.InvariantCulture);
        response.ContentLength = json.Written.Length + tail.Sum(bytes => (long)bytes.Length);
        await WriteAsync(context, json.Written);
        foreach (ReadOnlyMemory<byte> bytes in tail)
            await WriteAsync(context, bytes);
    }

    public void Dispose() => json.Dispose();

    private static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> bytes)
    {
        for (int at = 0; at < bytes.Length; at += PartBytes)
            await context.Response.Body.WriteAsync(bytes.Slice(at, Math.Min(PartBytes, bytes.Length - at)), context.RequestAborted);
    }
}
