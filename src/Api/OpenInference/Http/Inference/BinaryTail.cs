using Fovea.Api.Errors;
using Fovea.Api.Http;

namespace Fovea.Api.OpenInference.Http.Inference;

/// <summary>The bytes behind the JSON of a request, which its inputs take one after another.</summary>
internal sealed class BinaryTail(ReadOnlyMemory<byte>? bytes, UploadShare share, int jsonLength = 0)
{
    private ReadOnlyMemory<byte> _rest = bytes ?? default;

    /// <summary>How long the JSON is: no input can have more elements than that.</summary>
    public int JsonLength => jsonLength;

    /// <summary>What tensors that are written in JSON take of the budget, like the body.</summary>
    public UploadShare Share => share;

    /// <summary>The next bytes.</summary>
    /// <exception cref="ApiException">There are fewer, or nothing says where they begin.</exception>
    public ReadOnlyMemory<byte> Take(long size, string input)
    {
        if (bytes is null)
        {
            throw new ApiException(
                ErrorCodes.InvalidBody,
                $"The input '{input}' has the parameter 'binary_data_size', but the request has no header {InferBody.HeaderLength}, " +
                "which gives the length of its JSON.");
        }

        if (size < 0 || size > _rest.Length)
            throw new ApiException(
                ErrorCodes.InvalidBody,
                $"The input '{input}' has a binary_data_size of {size}; {_rest.Length} bytes are left of the body.");
        ReadOnlyMemory<byte> taken = _rest[..(int)size];
        _rest = _rest[(int)size..];
        return taken;
    }

    /// <summary>All bytes must have been taken.</summary>
    /// <exception cref="ApiException">Some are left.</exception>
    public void CheckEnd()
    {
        if (_rest.Length > 0)
            throw new ApiException(ErrorCodes.InvalidBody, $"{_rest.Length} bytes follow the data of the last input.");
    }
}
