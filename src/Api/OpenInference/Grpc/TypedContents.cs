using Fovea.Api.Errors;
using Fovea.Api.OpenInference.Core.Inference;
using Fovea.Api.OpenInference.Core.Tensors;
using Fovea.Api.OpenInference.Grpc.Schema;
using Fovea.Inference;
using Google.Protobuf;
using Google.Protobuf.Collections;
using static Fovea.Api.OpenInference.Grpc.Schema.ModelInferRequest.Types;

namespace Fovea.Api.OpenInference.Grpc;

/// <summary>Tensors as lists of elements of gRPC's messages. FP16 and BF16 have none: they come and go as raw contents only.</summary>
internal static class TypedContents
{
    /// <summary>Reads an input.</summary>
    /// <exception cref="ApiException">
    /// Another list than the datatype's is filled, or not with as many elements as the shape takes; there is no list for the datatype.
    /// </exception>
    public static InferInput Read(InferInputTensor input)
    {
        Shape shape = TensorShape.Of([.. input.Shape], input.Name);
        ElementType? type = Datatypes.Parse(input.Datatype, input.Name);
        if (type is { } elements && !HasList(elements))
            throw new ApiException(
                ErrorCodes.InvalidBody,
                $"The input '{input.Name}' is {input.Datatype}, for which contents have no list; send it in raw_input_contents.");
        InferTensorContents contents = input.Contents ?? new InferTensorContents();
        int count = CountOf(contents, type);
        if (count != Total(contents))
            throw new ApiException(
                ErrorCodes.InvalidBody, $"The contents of the input '{input.Name}' fill another list than the one of {input.Datatype}.");
        BytesElements.CheckCount(count, shape, input.Name);
        return type switch
        {
            null => new InferInput(input.Name, shape, [.. contents.BytesContents.Select(element => element.Memory)]),
            ElementType.Float32 => Input(contents.Fp32Contents),
            ElementType.Float64 => Input(contents.Fp64Contents),
            ElementType.Int64 => Input(contents.Int64Contents),
            ElementType.Int32 => Input(contents.IntContents),
            ElementType.UInt64 => Input(contents.Uint64Contents),
            ElementType.UInt32 => Input(contents.UintContents),
            ElementType.Bool => Input(contents.BoolContents),
            ElementType.Int16 => new InferInput(input.Name, Tensor.From<short>(shape, [.. contents.IntContents.Select((value, i) =>
                value is >= short.MinValue and <= short.MaxValue ? (short)value : throw OutOfRange(input, i, value))])),
            ElementType.UInt16 => new InferInput(input.Name, Tensor.From<ushort>(shape, [.. contents.UintContents.Select((value, i) =>
                value <= ushort.MaxValue ? (ushort)value : throw OutOfRange(input, i, value))])),
            ElementType.Int8 => new InferInput(input.Name, Tensor.From<sbyte>(shape, [.. contents.IntContents.Select((value, i) =>
                value is >= sbyte.MinValue and <= sbyte.MaxValue ? (sbyte)value : throw OutOfRange(input, i, value))])),
            _ => new InferInput(input.Name, Tensor.From<byte>(shape, [.. contents.UintContents.Select((value, i) =>
                value <= byte.MaxValue ? (byte)value : throw OutOfRange(input, i, value))])),
        };

        InferInput Input<T>(RepeatedField<T> elements)
            where T : unmanaged
        {
            T[] values = new T[elements.Count];
            elements.CopyTo(values, 0);
            return new InferInput(input.Name, Tensor.From<T>(shape, values));
        }
    }

    /// <summary>Whether the protocol has a list for these elements.</summary>
    public static bool HasList(ElementType type) => type is not (ElementType.Float16 or ElementType.BFloat16);

    /// <summary>Writes an output for whose elements there is a list.</summary>
    public static InferTensorContents Write(OutputValue output)
    {
        if (output.Tensor is not { } tensor)
            return new InferTensorContents { BytesContents = { output.Strings!.Select(ByteString.CopyFromUtf8) } };
        return tensor.ElementType switch
        {
            ElementType.Float32 => new InferTensorContents { Fp32Contents = { tensor.Span<float>().ToArray() } },
            ElementType.Float64 => new InferTensorContents { Fp64Contents = { tensor.Span<double>().ToArray() } },
            ElementType.Int64 => new InferTensorContents { Int64Contents = { tensor.Span<long>().ToArray() } },
            ElementType.Int32 => new InferTensorContents { IntContents = { tensor.Span<int>().ToArray() } },
            ElementType.UInt64 => new InferTensorContents { Uint64Contents = { tensor.Span<ulong>().ToArray() } },
            ElementType.UInt32 => new InferTensorContents { UintContents = { tensor.Span<uint>().ToArray() } },
            ElementType.Int16 => new InferTensorContents { IntContents = { tensor.Span<short>().ToArray().Select(value => (int)value) } },
            ElementType.UInt16 =>
                new InferTensorContents { UintContents = { tensor.Span<ushort>().ToArray().Select(value => (uint)value) } },
            ElementType.Int8 => new InferTensorContents { IntContents = { tensor.Span<sbyte>().ToArray().Select(value => (int)value) } },
            ElementType.UInt8 => new InferTensorContents { UintContents = { tensor.Span<byte>().ToArray().Select(value => (uint)value) } },
            ElementType.Float16 or ElementType.BFloat16 =>
                throw new ArgumentException($"{tensor} has no list of contents.", nameof(output)),
            _ => new InferTensorContents { BoolContents = { tensor.Span<bool>().ToArray() } },
        };
    }

    private static int CountOf(InferTensorContents contents, ElementType? type) => type switch
    {
        null => contents.BytesContents.Count,
        ElementType.Float32 => contents.Fp32Contents.Count,
        ElementType.Float64 => contents.Fp64Contents.Count,
        ElementType.Int64 => contents.Int64Contents.Count,
        ElementType.Int32 or ElementType.Int16 or ElementType.Int8 => contents.IntContents.Count,
        ElementType.UInt32 or ElementType.UInt16 or ElementType.UInt8 => contents.UintContents.Count,
        ElementType.UInt64 => contents.Uint64Contents.Count,
        _ => contents.BoolContents.Count,
    };

    private static int Total(InferTensorContents contents) =>
        contents.BoolContents.Count + contents.IntContents.Count + contents.Int64Contents.Count + contents.UintContents.Count
        + contents.Uint64Contents.Count + contents.Fp32Contents.Count + contents.Fp64Contents.Count + contents.BytesContents.Count;

    private static ApiException OutOfRange(InferInputTensor input, int element, long value) =>
        new(
            ErrorCodes.InvalidBody,
            $"Element {element} of the input '{input.Name}' is {value}, which is not in the range of {input.Datatype}.");
}
