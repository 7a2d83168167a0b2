using Fovea.Api.Errors;
using Fovea.Api.Options;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Fovea.Api.Http;

/// <summary>Reads the images of a request from its body into pooled memory; nothing is written to disk.</summary>
internal sealed class UploadReader(ServerOptions options)
{
    private const int MaxBoundaryLength = 128;
    private const string Taken = "a raw image (Content-Type: image/* or application/octet-stream) or files (multipart/form-data)";

    /// <summary>Reads every image, at least one.</summary>
    /// <exception cref="ApiException">The body is empty, too large, malformed or of another type.</exception>
    public async Task<Uploads> ReadAsync(HttpRequest request)
    {
        if (request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
            throw new ApiException(ErrorCodes.EmptyBody, $"The request has no body; expected {Taken}.");
        MediaTypeHeaderValue? type = ContentType(request);
        if (request.ContentLength > options.Limits.MaxBodyBytes)
            throw ApiException.BodyTooLarge(options.Limits);

        var uploads = new Uploads();
        try
        {
            if (type is not null && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
                await ReadFilesAsync(request, type, uploads);
            else
                await ReadRawAsync(request, uploads);
            return uploads;
        }
        catch
        {
            uploads.Dispose();
            throw;
        }
    }

    /// <summary>Reads exactly one image.</summary>
    /// <exception cref="ApiException">As for <see cref="ReadAsync"/>, and where there are several.</exception>
    public async Task<Uploads> ReadOneAsync(HttpRequest request)
    {
        Uploads uploads = await ReadAsync(request);
        if (uploads.Images.Count == 1)
            return uploads;
        int count = uploads.Images.Count;
        uploads.Dispose();
        throw new ApiException(ErrorCodes.InvalidBody, $"The request has {count} images; a feature map is computed for one.");
    }

    private async Task ReadRawAsync(HttpRequest request, Uploads uploads)
    {
        PooledBuffer buffer = uploads.NewBuffer();
        if (!await buffer.FillAsync(request.Body, options.Limits.MaxBodyBytes, request.ContentLength, request.HttpContext.RequestAborted))
            throw ApiException.BodyTooLarge(options.Limits);
        if (buffer.Length == 0)
            throw new ApiException(ErrorCodes.EmptyBody, $"The request body is empty; expected {Taken}.");
        uploads.Add(null, buffer);
    }

    private async Task ReadFilesAsync(HttpRequest request, MediaTypeHeaderValue type, Uploads uploads)
    {
        string boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (boundary.Length is 0 or > MaxBoundaryLength)
            throw new ApiException(
                ErrorCodes.InvalidBody, $"The multipart boundary has {boundary.Length} characters; 1 to {MaxBoundaryLength} are expected.");

        try
        {
            var reader = new MultipartReader(boundary, request.Body);
            while (await reader.ReadNextSectionAsync(request.HttpContext.RequestAborted) is { } section)
                await ReadFileAsync(section, uploads, request.HttpContext.RequestAborted);
        }
        catch (Exception e) when (e is InvalidDataException or IOException && e is not BadHttpRequestException)
        {
            throw new ApiException(ErrorCodes.InvalidBody, $"The multipart body is malformed or ends too early: {e.Message}", e);
        }

        if (uploads.Images.Count == 0)
            throw new ApiException(ErrorCodes.EmptyBody, "The multipart body has no file; at least one image is expected.");
    }

    /// <summary>
    /// Reads one part. A part without a file's name and without bytes is a field of the form that was left empty, and is ignored: browsers
    /// send one for an input without a file, Swagger UI for an item of a list.
    /// </summary>
    private async Task ReadFileAsync(MultipartSection section, Uploads uploads, CancellationToken cancellationToken)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out ContentDispositionHeaderValue? disposition))
            throw new ApiException(ErrorCodes.InvalidBody, "A part of the multipart body has no Content-Disposition.");
        string field = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
        if (!disposition.IsFileDisposition())
        {
            if (await IsEmptyAsync(section.Body, cancellationToken))
                return;
            throw new ApiException(
                ErrorCodes.InvalidParameter,
                $"The field '{field}' of the multipart body is no file; parameters belong in the query: ?{field}=.");
        }

        string name = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName)
            .ToString();
        if (uploads.Images.Count == options.Limits.MaxFiles)
            throw new ApiException(
                ErrorCodes.BodyTooLarge,
                $"The request has more than {options.Limits.MaxFiles} files, the most that are taken (Limits:MaxFiles).")
            { File = name };

        PooledBuffer buffer = uploads.NewBuffer();
        if (!await buffer.FillAsync(section.Body, options.Limits.MaxBodyBytes - uploads.TotalBytes, expected: null, cancellationToken))
            throw ApiException.BodyTooLarge(options.Limits);
        if (buffer.Length == 0)
            throw new ApiException(ErrorCodes.EmptyBody, $"The file '{name}' is empty; an image is expected.") { File = name };
        uploads.Add(name, buffer);
    }

    private static async Task<bool> IsEmptyAsync(Stream body, CancellationToken cancellationToken) =>
        await body.ReadAsync(new byte[1], cancellationToken) == 0;

    private static MediaTypeHeaderValue? ContentType(HttpRequest request)
    {
        if (string.IsNullOrEmpty(request.ContentType))
            return null;
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            && (type.Type.Equals("image", StringComparison.OrdinalIgnoreCase)
                || type.MediaType.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase)
                || type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)))
        {
            return type;
        }

        throw new ApiException(ErrorCodes.UnsupportedContentType, $"The content type is '{request.ContentType}'; expected {Taken}.");
    }
}
