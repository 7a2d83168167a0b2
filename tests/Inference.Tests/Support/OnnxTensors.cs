using System.Runtime.InteropServices;
using Fovea.Inference.Onnx.Schema;
using Google.Protobuf;

namespace Fovea.Inference.Tests.Support;

/// <summary>Translates between tensors and ONNX's TensorProto, independently of the engine's own reader.</summary>
internal static class OnnxTensors
{
    public static TensorProto Write(string name, Tensor tensor)
    {
        var written = new TensorProto
        {
            Name = name,
            DataType = (int)tensor.ElementType,
            RawData = ByteString.CopyFrom(tensor.Bytes.Span),
        };
        written.Dims.AddRange(tensor.Shape);
        return written;
    }

    public static Tensor ReadFile(string path) => Read(TensorProto.Parser.ParseFrom(File.ReadAllBytes(path)));

    public static Tensor Read(TensorProto proto)
    {
        var shape = new Shape([.. proto.Dims]);
        var type = (ElementType)proto.DataType;
        if (proto.RawData.Length > 0 || shape.ElementCount == 0)
            return new Tensor(type, shape, proto.RawData.ToByteArray());
        return type switch
        {
            ElementType.Float32 => Tensor.From<float>(shape, proto.FloatData.ToArray()),
            ElementType.Float64 => Tensor.From<double>(shape, proto.DoubleData.ToArray()),
            ElementType.Int64 => Tensor.From<long>(shape, proto.Int64Data.ToArray()),
            ElementType.Int32 => Tensor.From<int>(shape, proto.Int32Data.ToArray()),
            ElementType.UInt64 => Tensor.From<ulong>(shape, proto.Uint64Data.ToArray()),
            ElementType.UInt32 => Tensor.From<uint>(shape, [.. proto.Uint64Data.Select(v => (uint)v)]),
            ElementType.UInt16 => Tensor.From<ushort>(shape, [.. proto.Int32Data.Select(v => (ushort)v)]),
            ElementType.Int16 => Tensor.From<short>(shape, [.. proto.Int32Data.Select(v => (short)v)]),
            ElementType.Float16 => Tensor.From<Half>(shape, [.. proto.Int32Data.Select(v => BitConverter.UInt16BitsToHalf((ushort)v))]),
            ElementType.BFloat16 => Tensor.From<BFloat16>(shape, [.. proto.Int32Data.Select(v => new BFloat16((ushort)v))]),
            ElementType.UInt8 => Tensor.From<byte>(shape, [.. proto.Int32Data.Select(v => (byte)v)]),
            ElementType.Int8 => Tensor.From<sbyte>(shape, [.. proto.Int32Data.Select(v => (sbyte)v)]),
            ElementType.Bool => Tensor.From<bool>(shape, [.. proto.Int32Data.Select(v => v != 0)]),
            _ => throw new NotSupportedException($"Tests read no tensors of ONNX element type {proto.DataType}."),
        };
    }

    /// <summary>The values as doubles, whatever the element type.</summary>
    public static double[] ToDoubles(this Tensor tensor) => tensor.ElementType switch
    {
        ElementType.Float32 => Convert(tensor.Span<float>(), v => v),
        ElementType.Float64 => tensor.Span<double>().ToArray(),
        ElementType.Int64 => Convert(tensor.Span<long>(), v => v),
        ElementType.Int32 => Convert(tensor.Span<int>(), v => v),
        ElementType.Float16 => Convert(tensor.Span<Half>(), v => (double)v),
        ElementType.BFloat16 => Convert(tensor.Span<BFloat16>(), v => (float)v),
        ElementType.Int16 => Convert(tensor.Span<short>(), v => v),
        ElementType.UInt64 => Convert(tensor.Span<ulong>(), v => v),
        ElementType.UInt32 => Convert(tensor.Span<uint>(), v => v),
        ElementType.UInt16 => Convert(tensor.Span<ushort>(), v => v),
        ElementType.UInt8 => Convert(tensor.Span<byte>(), v => v),
        ElementType.Int8 => Convert(tensor.Span<sbyte>(), v => v),
        ElementType.Bool => Convert(MemoryMarshal.Cast<byte, byte>(tensor.Bytes.Span), v => v),
        _ => throw new NotSupportedException($"No doubles from {tensor.ElementType}."),
    };

    private static double[] Convert<T>(Span<T> values, Func<T, double> convert)
    {
        var result = new double[values.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = convert(values[i]);
        return result;
    }
}
