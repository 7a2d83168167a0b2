using Fovea.Api.Errors;
using Fovea.Api.Options;
using Fovea.Imaging.Decoding;
using Fovea.Models.Arrays;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Fovea.Api.Http;

/// <summary>
/// Reads the files of a form (multipart/form-data, RFC 7578). A part is a file if it has a file's name, a type that says so, or bytes that
/// begin like a file's. A part without a name's characters and without bytes is a field that was left empty, and is ignored: browsers send
/// one for an input without a file, Swagger UI for an item of a list.
/// </summary>
/// <param name="limits">What a form may have.</param>
/// <param name="uploads">Takes the files.</param>
/// <param name="arrays">Whether files of arrays are taken too, and no image has to be there.</param>
internal sealed class FormReader(LimitsOptions limits, Uploads uploads, bool arrays = false)
{
    private const int MaxEmptyFields = 1024;

    private int _emptyFields;

    /// <summary>Reads every file, at least one.</summary>
    /// <exception cref="ApiException">The form is malformed, has no file, too many, or a field that is none.</exception>
    public async Task ReadAsync(Stream body, MediaTypeHeaderValue type, CancellationToken cancellationToken)
    {
        string boundary = FormBoundary.Of(type);
        var form = new PeekedStream(body);
        ReadOnlyMemory<byte> start = default;
        try
        {
            start = await form.PeekAsync(SentText.Recognizable, cancellationToken);
            FormBoundary.CheckLines(start.Span, boundary);
            var reader = new MultipartReader(boundary, form);
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
                await ReadPartAsync(section, cancellationToken);
        }
        catch (InvalidDataException e)
        {
            throw new ApiException(
                ErrorCodes.InvalidBody, $"The multipart body is malformed, or ends in the headers of a part: {e.Message}", e);
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            throw new ApiException(
                ErrorCodes.InvalidBody,
                $"The multipart body ends before its last boundary, '--{boundary}--'. It begins with '{SentText.Quote(start.Span)}'.", e);
        }

        if (uploads.Images.Count == 0 && !arrays)
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
        var disposition = PartDisposition.Read(section.ContentDisposition);
        PartHeaders.Check(section, disposition);
        byte[] bytes = new byte[SentText.Recognizable];
        int length = await section.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        ReadOnlyMemory<byte> start = bytes.AsMemory(0, length);
        if (start.IsEmpty)
            PassOver(disposition);
        else if (IsFile(section, disposition, start.Span))
            await ReadFileAsync(section.Body, start, disposition, cancellationToken);
        else
            throw NoFile(section, disposition, start.Span);
    }

    private async Task ReadFileAsync(
        Stream body, ReadOnlyMemory<byte> start, PartDisposition disposition, CancellationToken cancellationToken)
    {
        if (uploads.Images.Count + uploads.Arrays.Count == limits.MaxFiles)
            throw new ApiException(
                ErrorCodes.BodyTooLarge,
                $"The request has more than {limits.MaxFiles} files, the most that are taken (Limits:MaxFiles).")
            { File = disposition.Name };

        PooledBuffer buffer = uploads.NewBuffer();
        buffer.Begin(start.Span);
        if (!await buffer.FillAsync(body, limits.MaxBodyBytes - uploads.TotalBytes + buffer.Length, expected: null, cancellationToken))
            throw ApiException.BodyTooLarge(limits);
        if (arrays && ArrayFile.Recognize(buffer.Memory.Span))
        {
            uploads.AddArrays(disposition.Name, buffer);
            return;
        }

        if (SentText.Describe(buffer.Memory.Span, declared: null) is { } text)
            throw new ApiException(
                ErrorCodes.UnsupportedImageFormat,
                $"The {(disposition.HasFileName ? "file" : "field")} '{disposition.Name}' of the form is {text}.")
            { File = disposition.Name };
        uploads.Add(disposition.Name, buffer, disposition.Field);
    }

    /// <summary>Counts a field that was left empty.</summary>
    private void PassOver(PartDisposition disposition)
    {
        if (disposition.HasFileName)
            throw new ApiException(ErrorCodes.EmptyBody, $"The file '{disposition.FileName}' is empty; an image is expected.")
            {
                File = disposition.FileName,
            };
        if (++_emptyFields > MaxEmptyFields)
            throw new ApiException(ErrorCodes.InvalidBody, $"The form has more than {MaxEmptyFields} empty fields.");
    }

    /// <summary>Whether a part is a file: by its name, which may be empty if it has no type that says otherwise, its type or its
    /// bytes.</summary>
    private bool IsFile(MultipartSection section, PartDisposition disposition, ReadOnlySpan<byte> start) =>
        disposition.HasFileName
        || disposition.FileName is not null && string.IsNullOrEmpty(section.ContentType)
        || (MediaTypeHeaderValue.TryParse(section.ContentType, out MediaTypeHeaderValue? type) && IsFile(type))
        || FileSignatures.Recognize(start) || (arrays && ArrayFile.Recognize(start));

    private static ApiException NoFile(MultipartSection section, PartDisposition disposition, ReadOnlySpan<byte> start)
    {
        if (SentText.Describe(start, declared: null) is { } text)
            return new ApiException(
                ErrorCodes.InvalidParameter, $"The field '{disposition.Field}' of the multipart body is {text}.");
        if (disposition.Field.Length > 0)
            return new ApiException(
                ErrorCodes.InvalidParameter,
                $"The field '{disposition.Field}' of the multipart body is no file; parameters belong in the query: " +
                $"?{disposition.Field}=.");
        string found = string.IsNullOrEmpty(section.ContentDisposition)
            ? "no Content-Disposition"
            : $"the Content-Disposition '{section.ContentDisposition}', in which no name can be read";
        return new ApiException(
            ErrorCodes.InvalidBody,
            $"A part of the multipart body has {found}; expected form-data; name=\"FIELD\"; filename=\"FILE\". Names with brackets or " +
            "spaces are quoted.");
    }
}
