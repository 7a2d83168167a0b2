using System.Globalization;
using Fovea.Api.Errors;
using Fovea.Api.Http;
using Fovea.Api.OpenInference.Core.Inference;
using Fovea.Api.OpenInference.Core.Signatures;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Fovea.Api.OpenInference.Http.Inference;

/// <summary>
/// The body of a request to infer, in pooled memory: JSON; or JSON and behind it the bytes of tensors, the header
/// <see cref="HeaderLength"/> giving the length of the JSON; or, with 0 in that header, nothing but the bytes of the one input. Lengths are
/// those of the content, before it was compressed.
/// </summary>
internal sealed class InferBody : IDisposable
{
    public const string HeaderLength = "Inference-Header-Content-Length";

    private static readonly string[] Taken =
        ["application/json", "application/octet-stream", "text/json", "application/x-www-form-urlencoded"];

    private readonly ParsingTurns _turns;
    private readonly UploadShare _share;
    private readonly PooledBuffer _buffer;
    private readonly int? _jsonLength;
    private readonly bool _isImage;

    private InferBody(ParsingTurns turns, UploadShare share, int? jsonLength, bool isImage)
    {
        _turns = turns;
        _share = share;
        _buffer = new PooledBuffer(share);
        _jsonLength = jsonLength;
        _isImage = isImage;
    }

    /// <summary>Reads the body.</summary>
    /// <exception cref="ApiException">It is too large, of another type, or the header does not fit.</exception>
    public static async Task<InferBody> ReadAsync(HttpRequest request, UploadBudget budget)
    {
        int? jsonLength = ReadHeader(request);
        bool isImage = CheckType(request, raw: jsonLength == 0);
        using RequestBody content = await RequestBody.OpenAsync(request, budget);
        var body = new InferBody(budget.Turns, content.Share, jsonLength, isImage);
        try
        {
            await content.FillAsync(body._buffer);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>The request in the body; it lives no longer than the body.</summary>
    /// <exception cref="ApiException">It is no request as the protocol has it.</exception>
    public async ValueTask<InferRequest> ParseAsync(ModelSignature signature, CancellationToken aborted)
    {
        using ParsingTurns.Turn turn = await _turns.EnterAsync(_jsonLength ?? _buffer.Length, aborted);
        return Parse(signature);
    }

    public void Dispose() => _buffer.Dispose();

    private InferRequest Parse(ModelSignature signature)
    {
        ReadOnlyMemory<byte> bytes = _buffer.Memory;
        if (bytes.IsEmpty)
            throw new ApiException(ErrorCodes.InvalidBody, "The request has no body; the JSON of an inference request is expected.");
        if (_jsonLength is not { } length)
            return InferRequestReader.Read(bytes, null, _share);
        if (length == 0)
            return RawRequest.Of(signature, bytes, _isImage);
        return length <= bytes.Length
            ? InferRequestReader.Read(bytes[..length], bytes[length..], _share)
            : throw new ApiException(ErrorCodes.InvalidBody, $"The header {HeaderLength} is {length}; the body has {bytes.Length} bytes.");
    }

    private static int? ReadHeader(HttpRequest request)
    {
        StringValues values = request.Headers[HeaderLength];
        if (values.Count == 0)
            return null;
        return int.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int length)
            ? length
            : throw new ApiException(
                ErrorCodes.InvalidBody,
                $"The header {HeaderLength} is '{values}'; expected the length of the request's JSON in bytes, or 0.");
    }

    /// <summary>Whether the body is one image file.</summary>
    private static bool CheckType(HttpRequest request, bool raw)
    {
        if (string.IsNullOrEmpty(request.ContentType))
            return false;
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type))
        {
            if (raw && type.Type.Equals("image", StringComparison.OrdinalIgnoreCase))
                return true;
            if (Taken.Any(taken => type.MediaType.Equals(taken, StringComparison.OrdinalIgnoreCase))
                || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
                return false;
        }

        throw new ApiException(
            ErrorCodes.UnsupportedContentType,
            $"The content type is '{request.ContentType}'; expected application/json, or application/octet-stream for the binary " +
            $"tensor extension, or image/* with '{HeaderLength}: 0'.");
    }
}
