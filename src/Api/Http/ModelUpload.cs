using Fovea.Api.Errors;

namespace Fovea.Api.Http;

/// <summary>Reads an ONNX file from the body of a request into pooled memory; nothing is written to disk.</summary>
internal static class ModelUpload
{
    private const string Taken = "the bytes of an ONNX file (Content-Type: application/octet-stream)";

    /// <exception cref="ApiException">The body is empty, too large, or no file.</exception>
    public static async Task<PooledBuffer> ReadAsync(HttpRequest request, UploadBudget budget)
    {
        if (request.ContentType is { } type && (type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
            || type.Contains("json", StringComparison.OrdinalIgnoreCase)))
            throw new ApiException(ErrorCodes.UnsupportedContentType, $"The content type is '{type}'; expected {Taken}.");
        using RequestBody body = await RequestBody.OpenAsync(request, budget);
        var buffer = new PooledBuffer(body.Share);
        try
        {
            await body.FillAsync(buffer);
            if (buffer.Length == 0)
                throw new ApiException(ErrorCodes.EmptyBody, $"The request has no body; expected {Taken}.");
            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }
}
