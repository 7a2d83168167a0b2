using System.Buffers.Binary;
using System.Text.Json;
using Fovea.Api.Errors;
using Fovea.Api.Http;
using Fovea.Api.OpenInference.Http.Tensors;
using Fovea.Imaging.Decoding;
using Fovea.Inference;

namespace Fovea.Api.OpenInference.Core.Tensors;

/// <summary>The elements of BYTES tensors: in binary each behind its length, in JSON each a base64 string.</summary>
internal static class BytesElements
{
    /// <summary>The most elements of an input: they are images, and this is the largest value of <c>Limits:MaxFiles</c>.</summary>
    public const int MaxElements = 1024;

    private const int PrefixBytes = sizeof(uint);

    private const string InJson = "the elements of BYTES tensors are base64 in JSON (and raw in the binary tensor extension)";

    /// <summary>Takes elements apart: four bytes of length, little endian, and that many bytes, each.</summary>
    /// <exception cref="ApiException">The lengths do not fit the data, or the number of elements is not the shape's.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> data, Shape shape, string input)
    {
        CheckSize(shape, input);
        var elements = new List<ReadOnlyMemory<byte>>();
        for (ReadOnlyMemory<byte> rest = data; rest.Length > 0;)
        {
            if (rest.Length < PrefixBytes)
                throw Wrong(input, $"ends in {rest.Length} bytes, too few for the length of an element");
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(rest.Span);
            if (length > rest.Length - PrefixBytes)
                throw Wrong(input, $"gives element {elements.Count} a length of {length} bytes; {rest.Length - PrefixBytes} follow");
            elements.Add(rest.Slice(PrefixBytes, (int)length));
            rest = rest[(PrefixBytes + (int)length)..];
            if (elements.Count > shape.ElementCount)
                break;
        }

        CheckCount(elements.Count, shape, input);
        return elements;
    }

    /// <summary>Writes elements as <see cref="Split"/> reads them.</summary>
    public static byte[] Join(IEnumerable<byte[]> elements)
    {
        using var bytes = new MemoryStream();
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        foreach (byte[] element in elements)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(prefix, (uint)element.Length);
            bytes.Write(prefix);
            bytes.Write(element);
        }

        return bytes.ToArray();
    }

    /// <summary>Reads an array of base64 strings that the reader stands at the beginning of.</summary>
    /// <exception cref="ApiException">An element is no base64 string, or their number is not the shape's.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(ref Utf8JsonReader reader, Shape shape, string input)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw Wrong(input, "is no array");
        CheckSize(shape, input);
        var elements = new List<ReadOnlyMemory<byte>>();
        var nesting = new ArrayNesting(shape, input);
        nesting.Open();
        while (true)
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                nesting.Open();
                continue;
            }

            if (reader.TokenType == JsonTokenType.EndArray)
            {
                if (!nesting.Close())
                    continue;
                CheckCount(elements.Count, shape, input);
                return elements;
            }

            if (elements.Count == shape.ElementCount)
                throw Wrong(input, $"has more than {shape.ElementCount} elements, the number of its shape {shape}");
            nesting.Element();
            if (reader.TokenType != JsonTokenType.String)
                throw Wrong(input, $"has an element {elements.Count} that is {JsonMembers.Found(ref reader)}, no base64 string; {InJson}");
            elements.Add(
                reader.TryGetBytesFromBase64(out byte[]? bytes) ? bytes : DecodeOther(ref reader, $"{elements.Count}", input));
        }
    }

    /// <summary>Decodes an element that is not written as section 4 has it.</summary>
    private static ReadOnlyMemory<byte> DecodeOther(ref Utf8JsonReader reader, string element, string input)
    {
        if (PictureText.Recognize(reader.ValueSpan) is { } kind && kind.IsElsewhere())
            throw Wrong(input, $"has an element {element} that is {kind.Name()}; pictures are not fetched, and {InJson}");
        byte[] buffer = new byte[reader.ValueSpan.Length + Base64Text.Spare];
        int length = reader.CopyString(buffer);
        return Base64Text.DecodeInPlace(buffer, length, out int decoded) is { } problem
            ? throw Wrong(input, $"has an element {element} that {problem}; {InJson}")
            : buffer.AsMemory(0, decoded);
    }

    /// <summary>The number of elements must be the shape's.</summary>
    /// <exception cref="ApiException">It is not.</exception>
    public static void CheckCount(int found, Shape shape, string input)
    {
        if (found != shape.ElementCount)
            throw Wrong(input, $"has {found} elements; its shape {shape} takes {shape.ElementCount}");
    }

    private static void CheckSize(Shape shape, string input)
    {
        if (shape.ElementCount > MaxElements)
            throw new ApiException(
                ErrorCodes.BodyTooLarge,
                $"The input '{input}' of BYTES has the shape {shape}; at most {MaxElements} elements are taken.");
    }

    private static ApiException Wrong(string input, string what) => new(ErrorCodes.InvalidBody, $"The data of the input '{input}' {what}.");
}
