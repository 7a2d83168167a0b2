using System.Runtime.InteropServices;
using Fovea.Api.Errors;
using Fovea.Inference;

namespace Fovea.Api.OpenInference.Core.Tensors;

/// <summary>Tensors whose elements came as bytes: little endian, row-major, without padding.</summary>
internal static class BinaryTensor
{
    /// <summary>Sees received bytes as a tensor, without a copy.</summary>
    /// <exception cref="ApiException">The number of bytes is not the shape's, or a BOOL is neither 0 nor 1.</exception>
    public static Tensor View(ElementType type, Shape shape, ReadOnlyMemory<byte> data, string input)
    {
        long expected = shape.ElementCount * type.SizeInBytes();
        if (data.Length != expected)
        {
            throw new ApiException(
                ErrorCodes.InvalidBody,
                $"The input '{input}' has {data.Length} bytes; {Datatypes.NameOf(type)} of shape {shape} takes {expected}.");
        }

        if (type == ElementType.Bool && data.Span.IndexOfAnyExceptInRange((byte)0, (byte)1) is >= 0 and int at)
            throw new ApiException(
                ErrorCodes.InvalidBody, $"Element {at} of the input '{input}' is the byte {data.Span[at]}; a BOOL is 0 or 1.");
        return new Tensor(type, shape, MemoryMarshal.AsMemory(data));
    }
}
