using System.Text.Json;
using Fovea.Api.Errors;
using Fovea.Inference;
using Fovea.Models.Inputs;

namespace Fovea.Api.OpenInference.Http.Tensors;

/// <summary>Reads the <c>data</c> of an input, token by token, straight into a pooled tensor.</summary>
internal static class JsonTensorReader
{
    /// <summary>Reads an array that the reader stands at the beginning of.</summary>
    /// <exception cref="ApiException">The elements are not the datatype's, or their number or nesting is not the shape's.</exception>
    public static PooledTensor Read(ref Utf8JsonReader reader, ElementType type, Shape shape, string input)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new ApiException(ErrorCodes.InvalidBody, $"The data of the input '{input}' is no array.");
        var tensor = new PooledTensor(type, shape);
        try
        {
            Fill(ref reader, tensor.Tensor, input);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    private static void Fill(ref Utf8JsonReader reader, Tensor tensor, string input)
    {
        switch (tensor.ElementType)
        {
            case ElementType.Float32:
                Fill<float, SingleElement>(ref reader, tensor, input);
                break;
            case ElementType.Float64:
                Fill<double, DoubleElement>(ref reader, tensor, input);
                break;
            case ElementType.Float16:
                Fill<Half, HalfElement>(ref reader, tensor, input);
                break;
            case ElementType.BFloat16:
                Fill<BFloat16, BFloat16Element>(ref reader, tensor, input);
                break;
            case ElementType.Int64:
                Fill<long, IntegerElement<long>>(ref reader, tensor, input);
                break;
            case ElementType.Int32:
                Fill<int, IntegerElement<int>>(ref reader, tensor, input);
                break;
            case ElementType.Int16:
                Fill<short, IntegerElement<short>>(ref reader, tensor, input);
                break;
            case ElementType.UInt64:
                Fill<ulong, IntegerElement<ulong>>(ref reader, tensor, input);
                break;
            case ElementType.UInt32:
                Fill<uint, IntegerElement<uint>>(ref reader, tensor, input);
                break;
            case ElementType.UInt16:
                Fill<ushort, IntegerElement<ushort>>(ref reader, tensor, input);
                break;
            case ElementType.Int8:
                Fill<sbyte, IntegerElement<sbyte>>(ref reader, tensor, input);
                break;
            case ElementType.UInt8:
                Fill<byte, IntegerElement<byte>>(ref reader, tensor, input);
                break;
            case ElementType.Bool:
                Fill<bool, BoolElement>(ref reader, tensor, input);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(tensor), tensor.ElementType, "An element type that JSON is not read for.");
        }
    }

    private static void Fill<T, TElement>(ref Utf8JsonReader reader, Tensor tensor, string input)
        where T : unmanaged
        where TElement : struct, IJsonElement<T>
    {
        Span<T> values = tensor.Span<T>();
        var nesting = new ArrayNesting(tensor.Shape, input);
        nesting.Open();
        for (int count = 0; ;)
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                nesting.Open();
            }
            else if (reader.TokenType == JsonTokenType.EndArray)
            {
                if (!nesting.Close())
                    continue;
                if (count != values.Length)
                    throw WrongCount(input, tensor.Shape, $"{count}");
                return;
            }
            else
            {
                if (count == values.Length)
                    throw WrongCount(input, tensor.Shape, $"more than {count}");
                nesting.Element();
                if (!TElement.TryRead(ref reader, out values[count]))
                    throw new ApiException(
                        ErrorCodes.InvalidBody,
                        $"Element {count} of the input '{input}' is {Text(ref reader)}; expected {TElement.Expected}.");
                count++;
            }
        }
    }

    private static ApiException WrongCount(string input, Shape shape, string found) =>
        new(ErrorCodes.InvalidBody, $"The data of the input '{input}' has {found} elements; its shape {shape} takes {shape.ElementCount}.");

    private static string Text(ref Utf8JsonReader reader)
    {
        const int longest = 40;
        ReadOnlySpan<byte> text = reader.ValueSpan;
        string shown = System.Text.Encoding.UTF8.GetString(text[..Math.Min(text.Length, longest)]);
        return reader.TokenType == JsonTokenType.String
            ? $"the string \"{shown}\""
            : reader.TokenType == JsonTokenType.StartObject ? "an object" : shown;
    }
}
