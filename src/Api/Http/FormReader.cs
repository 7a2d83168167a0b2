using Fovea.Api.Errors;
using Fovea.Api.Options;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Fovea.Api.Http;

/// <summary>
/// Reads the files of a form (multipart/form-data, RFC 7578). A part is a file if it has a file's name, or a type that says so. A part
/// without a name's characters and without bytes is a field that was left empty, and is ignored: browsers send one for an input without a
/// file, Swagger UI for an item of a list.
/// </summary>
internal sealed class FormReader(LimitsOptions limits, Uploads uploads)
{
    private const int MaxBoundaryLength = 128;
    private const int MaxEmptyFields = 1024;

    private int _emptyFields;

    /// <summary>Reads every file, at least one.</summary>
    /// <exception cref="ApiException">The form is malformed, has no file, too many, or a field that is none.</exception>
    public async Task ReadAsync(Stream body, MediaTypeHeaderValue type, CancellationToken cancellationToken)
    {
        string boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (boundary.Length is 0 or > MaxBoundaryLength)
            throw new ApiException(
                ErrorCodes.InvalidBody, $"The multipart boundary has {boundary.Length} characters; 1 to {MaxBoundaryLength} are expected.");

        try
        {
            var reader = new MultipartReader(boundary, body);
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
                await ReadPartAsync(section, cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or IOException && e is not BadHttpRequestException)
        {
            throw new ApiException(ErrorCodes.InvalidBody, $"The multipart body is malformed or ends too early: {e.Message}", e);
        }

        if (uploads.Images.Count == 0)
        {
            string found = _emptyFields == 0
                ? "The multipart body has no file"
                : "No file was chosen: " +
                    $"{(_emptyFields == 1 ? "the only field" : $"each of the {_emptyFields} fields")} of the form is empty";
            throw new ApiException(ErrorCodes.EmptyBody, $"{found}; at least one image is expected.");
        }
    }

    /// <summary>Whether a declared type says that the bytes are a file's: <c>image/*</c> or <c>application/octet-stream</c>.</summary>
    public static bool IsFile(MediaTypeHeaderValue? type) =>
        type is not null
        && (type.Type.Equals("image", StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase));

    private async Task ReadPartAsync(MultipartSection section, CancellationToken cancellationToken)
    {
        bool isTyped = IsFileType(section.ContentType);
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out ContentDispositionHeaderValue? disposition) && !isTyped)
            throw new ApiException(ErrorCodes.InvalidBody, "A part of the multipart body has no Content-Disposition.");
        string field = HeaderUtilities.RemoveQuotes(disposition?.Name ?? "").ToString();
        string fileName = HeaderUtilities.RemoveQuotes(
            disposition is { FileNameStar.HasValue: true } ? disposition.FileNameStar : disposition?.FileName ?? "").ToString();
        bool isFile = isTyped || fileName.Length > 0 || IsUnnamedFile(disposition, section.ContentType);
        if (!isFile)
            await CheckTextAsync(section.Body, field, cancellationToken);
        else
            await ReadFileAsync(section.Body, fileName, field, cancellationToken);
    }

    private async Task ReadFileAsync(Stream body, string fileName, string field, CancellationToken cancellationToken)
    {
        string? name = fileName.Length > 0 ? fileName : field.Length > 0 ? field : null;
        byte[] start = new byte[1];
        if (await body.ReadAsync(start, cancellationToken) == 0)
        {
            if (fileName.Length > 0)
                throw new ApiException(ErrorCodes.EmptyBody, $"The file '{fileName}' is empty; an image is expected.") { File = fileName };
            CountEmpty();
            return;
        }

        if (uploads.Images.Count == limits.MaxFiles)
            throw new ApiException(
                ErrorCodes.BodyTooLarge,
                $"The request has more than {limits.MaxFiles} files, the most that are taken (Limits:MaxFiles).")
            { File = name };

        PooledBuffer buffer = uploads.NewBuffer();
        buffer.Begin(start);
        if (!await buffer.FillAsync(body, limits.MaxBodyBytes - uploads.TotalBytes + buffer.Length, expected: null, cancellationToken))
            throw ApiException.BodyTooLarge(limits);
        if (SentText.Describe(buffer.Memory.Span, declared: null) is { } text)
            throw new ApiException(
                ErrorCodes.UnsupportedImageFormat, $"The {(fileName.Length > 0 ? "file" : "field")} '{name}' of the form is {text}.")
            { File = name };
        uploads.Add(name, buffer);
    }

    private async Task CheckTextAsync(Stream body, string field, CancellationToken cancellationToken)
    {
        byte[] start = new byte[SentText.Recognizable];
        int length = await body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        if (length == 0)
        {
            CountEmpty();
            return;
        }

        throw new ApiException(
            ErrorCodes.InvalidParameter,
            SentText.Describe(start.AsSpan(0, length), declared: null) is { } text
                ? $"The field '{field}' of the multipart body is {text}."
                : $"The field '{field}' of the multipart body is no file; parameters belong in the query: ?{field}=.");
    }

    private void CountEmpty()
    {
        if (++_emptyFields > MaxEmptyFields)
            throw new ApiException(ErrorCodes.InvalidBody, $"The form has more than {MaxEmptyFields} empty fields.");
    }

    private static bool IsFileType(string? type) =>
        MediaTypeHeaderValue.TryParse(type, out MediaTypeHeaderValue? parsed) && IsFile(parsed);

    /// <summary>Whether a part has a file's name that is empty, and no type that says otherwise.</summary>
    private static bool IsUnnamedFile(ContentDispositionHeaderValue? disposition, string? type) =>
        string.IsNullOrEmpty(type)
        && disposition?.Parameters.Any(
            parameter => parameter.Name.StartsWith("filename", StringComparison.OrdinalIgnoreCase)) == true;
}
