using Fovea.Api.Errors;
using Fovea.Api.Options;
using Fovea.Models.Arrays;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Fovea.Api.Http;

/// <summary>Reads the images of a request from its body into pooled memory, and files of arrays where they are taken; nothing is written
/// to disk.</summary>
internal sealed class UploadReader(UploadBudget budget)
{
    private const string Taken =
        "a raw image (Content-Type: image/* or application/octet-stream), files (multipart/form-data) or base64 in JSON (application/json)";

    private readonly LimitsOptions _limits = budget.Limits;

    /// <summary>Reads every image, at least one.</summary>
    /// <exception cref="ApiException">The body is empty, too large, malformed or of another type.</exception>
    public Task<Uploads> ReadAsync(HttpRequest request) => HasBody(request)
        ? ReadAsync(request, arrays: false)
        : throw new ApiException(ErrorCodes.EmptyBody, $"The request has no body; expected {Taken}.");

    /// <summary>Reads exactly one image.</summary>
    /// <exception cref="ApiException">As for <see cref="ReadAsync(HttpRequest)"/>, and where there are several.</exception>
    public async Task<Uploads> ReadOneAsync(HttpRequest request)
    {
        Uploads uploads = await ReadAsync(request);
        if (uploads.Images.Count == 1)
            return uploads;
        int count = uploads.Images.Count;
        uploads.Dispose();
        throw new ApiException(ErrorCodes.InvalidBody, $"The request has {count} images; this call takes one.");
    }

    /// <summary>Reads images and files of arrays; there may be no body at all.</summary>
    /// <exception cref="ApiException">The body is too large, malformed or of another type.</exception>
    public Task<Uploads> ReadWithArraysAsync(HttpRequest request) => ReadAsync(request, arrays: true);

    private async Task<Uploads> ReadAsync(HttpRequest request, bool arrays)
    {
        using RequestBody body = await RequestBody.OpenAsync(request, budget);
        _ = MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type);
        var uploads = new Uploads(body.Share);
        if (!HasBody(request) || (arrays && request.ContentLength == 0))
            return uploads;
        try
        {
            if (string.IsNullOrEmpty(request.ContentType) || FormReader.IsFile(type))
                await ReadRawAsync(body, request.ContentType, uploads, arrays);
            else if (type is not null && type.MediaType.Equals(FormBoundary.FormType, StringComparison.OrdinalIgnoreCase))
                await new FormReader(_limits, uploads, arrays).ReadAsync(body.Content, type, request.HttpContext.RequestAborted);
            else if (IsJson(type))
                await ReadJsonAsync(body, uploads, request.HttpContext.RequestAborted);
            else if (type is null && request.ContentType.StartsWith(FormBoundary.FormType, StringComparison.OrdinalIgnoreCase))
                throw FormBoundary.Unreadable(request.ContentType);
            else
                throw await RefuseAsync(body, request.ContentType);
            return uploads;
        }
        catch
        {
            uploads.Dispose();
            throw;
        }
    }

    private static bool HasBody(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false };

    private static async Task ReadRawAsync(RequestBody body, string? type, Uploads uploads, bool arrays)
    {
        PooledBuffer buffer = uploads.NewBuffer();
        await body.FillAsync(buffer);
        if (buffer.Length == 0 && arrays)
            return;
        if (buffer.Length == 0)
            throw new ApiException(ErrorCodes.EmptyBody, $"The request body is empty; expected {Taken}.");
        if (arrays && ArrayFile.Recognize(buffer.Memory.Span))
        {
            uploads.AddArrays(null, buffer);
            return;
        }

        string declared = string.IsNullOrEmpty(type) ? "sent without a Content-Type" : $"declared as '{type}'";
        if (SentText.Describe(buffer.Memory.Span, declared) is { } text)
            throw new ApiException(ErrorCodes.UnsupportedImageFormat, $"The request body is {text}.");
        uploads.Add(null, buffer);
    }

    private async Task ReadJsonAsync(RequestBody body, Uploads uploads, CancellationToken aborted)
    {
        using var json = new PooledBuffer(body.Share);
        await body.FillAsync(json);
        if (json.Length == 0)
            throw new ApiException(ErrorCodes.EmptyBody, $"The request body is empty; expected {JsonUploads.Form}.");
        using ParsingTurns.Turn turn = await budget.Turns.EnterAsync(json.Length, aborted);
        new JsonUploads(_limits, uploads).Read(json.Memory.Span);
    }

    private static async Task<ApiException> RefuseAsync(RequestBody body, string? type)
    {
        byte[] start = new byte[SentText.Recognizable];
        int length = await body.PeekAsync(start);
        return new ApiException(ErrorCodes.UnsupportedContentType, Describe(start.AsSpan(0, length), type));
    }

    private static string Describe(ReadOnlySpan<byte> start, string? type)
    {
        if (SentText.Describe(start, $"declared as '{type}'") is { } text)
            return $"The request body is {text}.";
        bool isWebForm = type?.StartsWith(WebForm.Type, StringComparison.OrdinalIgnoreCase) == true;
        return isWebForm && WebForm.Find(start) is { } field
            ? $"The request body is a web form ({WebForm.Type}) with the field '{field.Name}'; expected {Taken}."
            : $"The content type is '{type}'; expected {Taken}.";
    }

    private static bool IsJson(MediaTypeHeaderValue? type) =>
        type is not null
        && (type.SubTypeWithoutSuffix.Equals("json", StringComparison.OrdinalIgnoreCase)
            || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));
}
