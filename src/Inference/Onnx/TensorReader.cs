using System.Runtime.InteropServices;
using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Onnx;

/// <summary>
/// Converts an ONNX TensorProto to <see cref="ConstantData"/>: supports all forms in which the format stores elements, and validates them,
/// because the file is untrusted.
/// </summary>
internal static class TensorReader
{
    /// <param name="proto">The message.</param>
    /// <param name="rawData">The data that stays in the model file.</param>
    /// <param name="files">The model file and the external data files beside it.</param>
    /// <param name="budget">What is loaded into memory is taken from it first.</param>
    /// <exception cref="InvalidModelException">Sizes contradict each other, data is missing or given twice.</exception>
    /// <exception cref="UnsupportedModelException">The element type is not supported.</exception>
    public static ConstantData Read(TensorProto proto, RawDataTable rawData, ModelFiles files, LoadBudget budget)
    {
        try
        {
            return ReadChecked(proto, rawData, files, budget);
        }
        catch (InferenceException error)
        {
            error.AddContext(new ErrorContext { Tensor = proto.Name });
            throw;
        }
    }

    private static ConstantData ReadChecked(TensorProto proto, RawDataTable rawData, ModelFiles files, LoadBudget budget)
    {
        ElementType type = OnnxElementTypes.Of(proto.DataType);
        Extents.Check(proto.Dims);
        var shape = new Shape([.. proto.Dims]);
        long bytes = shape.ElementCount * type.SizeInBytes();
        if (bytes > Array.MaxLength)
            throw new InvalidModelException($"{bytes} bytes; one tensor may have at most {Array.MaxLength}.");
        RawData? inFile = rawData.Find(proto);
        int fields = TypedFields(proto) + Filled(proto.RawData.Length) + Filled(inFile?.Length ?? 0);
        if (proto.DataLocation == TensorProto.Types.DataLocation.External)
        {
            if (fields > 0)
                throw new InvalidModelException($"has data in the file and external data; expected one of them.");
            return ExternalData.Read(proto, files, type, shape, bytes, budget);
        }

        if (fields > 1)
            throw new InvalidModelException($"{fields} data fields are filled; expected exactly one.");
        long raw = inFile?.Length ?? proto.RawData.Length;
        if (raw != 0 || bytes == 0)
        {
            if (raw != bytes)
                throw new InvalidModelException($"{type}{shape} takes {bytes} bytes; raw_data holds {raw}.");
            return inFile is { } data
                ? files.Constant(type, shape, data.Offset, (int)data.Length, budget)
                : new MemoryConstant(new Tensor(type, shape, MemoryMarshal.AsMemory(proto.RawData.Memory)));
        }

        return Typed(proto, type, shape);
    }

    private static int TypedFields(TensorProto proto) =>
        Filled(proto.FloatData.Count) + Filled(proto.Int32Data.Count) + Filled(proto.Int64Data.Count) +
        Filled(proto.DoubleData.Count) + Filled(proto.Uint64Data.Count) + Filled(proto.StringData.Count);

    private static int Filled(long count) => count != 0 ? 1 : 0;

    // The specification stores integers of at most 32 bits, booleans and the bits of float16 and bfloat16 in int32_data, one element per
    // entry, and both unsigned types of 32 and 64 bits in uint64_data.
    private static MemoryConstant Typed(TensorProto proto, ElementType type, Shape shape)
    {
        int count = type switch
        {
            ElementType.Float32 => proto.FloatData.Count,
            ElementType.Float64 => proto.DoubleData.Count,
            ElementType.Int64 => proto.Int64Data.Count,
            ElementType.UInt32 or ElementType.UInt64 => proto.Uint64Data.Count,
            _ => proto.Int32Data.Count,
        };
        if (count != shape.ElementCount)
            throw new InvalidModelException($"{type}{shape} has {shape.ElementCount} elements; the data field for {type} holds {count}.");
        return type switch
        {
            ElementType.Float32 => MemoryConstant.From<float>(shape, proto.FloatData.ToArray()),
            ElementType.Float64 => MemoryConstant.From<double>(shape, proto.DoubleData.ToArray()),
            ElementType.Int64 => MemoryConstant.From<long>(shape, proto.Int64Data.ToArray()),
            ElementType.UInt64 => MemoryConstant.From<ulong>(shape, proto.Uint64Data.ToArray()),
            ElementType.UInt32 => MemoryConstant.From<uint>(shape, [.. proto.Uint64Data.Select(i => unchecked((uint)i))]),
            ElementType.Int32 => MemoryConstant.From<int>(shape, proto.Int32Data.ToArray()),
            ElementType.Bool => MemoryConstant.From<bool>(shape, [.. proto.Int32Data.Select(i => i != 0)]),
            ElementType.Int16 => MemoryConstant.From<short>(shape, [.. proto.Int32Data.Select(i => unchecked((short)i))]),
            ElementType.UInt16 => MemoryConstant.From<ushort>(shape, [.. proto.Int32Data.Select(i => unchecked((ushort)i))]),
            ElementType.Float16 =>
                MemoryConstant.From<Half>(shape, [.. proto.Int32Data.Select(i => BitConverter.UInt16BitsToHalf(unchecked((ushort)i)))]),
            ElementType.BFloat16 =>
                MemoryConstant.From<BFloat16>(shape, [.. proto.Int32Data.Select(i => new BFloat16(unchecked((ushort)i)))]),
            ElementType.Int8 => MemoryConstant.From<sbyte>(shape, [.. proto.Int32Data.Select(i => unchecked((sbyte)i))]),
            ElementType.UInt8 => MemoryConstant.From<byte>(shape, [.. proto.Int32Data.Select(i => unchecked((byte)i))]),
            _ => throw new UnsupportedModelException($"there is no data field for {type}."),
        };
    }
}
