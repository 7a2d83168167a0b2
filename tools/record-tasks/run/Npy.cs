using System.Text;
using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Fovea.RunNetwork;

/// <summary>Arrays of numpy's format 1.0, little-endian, in C order, as tensors of ONNX Runtime.</summary>
internal static partial class Npy
{
    private const int Prefix = 10;

    private static readonly (string Kind, TensorElementType Type, int Size)[] Kinds =
    [
        ("<f4", TensorElementType.Float, 4),
        ("<i8", TensorElementType.Int64, 8),
        ("<i4", TensorElementType.Int32, 4),
        ("|u1", TensorElementType.UInt8, 1),
        ("|b1", TensorElementType.Bool, 1),
    ];

    public static OrtValue Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int length = BitConverter.ToUInt16(bytes, 8);
        Match header = Header().Match(Encoding.ASCII.GetString(bytes, Prefix, length));
        if (!header.Success || header.Groups[2].Value != "False")
            throw new InvalidDataException($"{path} is no array in C order.");
        long[] shape = [.. header.Groups[3].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(long.Parse)];
        TensorElementType type = Kinds.Single(kind => kind.Kind == header.Groups[1].Value).Type;
        OrtValue value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, type, shape);
        bytes.AsSpan(Prefix + length).CopyTo(value.GetTensorMutableRawData());
        return value;
    }

    public static void Write(string path, OrtValue value)
    {
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        (string kind, _, int size) = Kinds.Single(kind => kind.Type == info.ElementDataType);
        string shape = string.Concat(info.Shape.Select(extent => $"{extent},"));
        string header = $"{{'descr': '{kind}', 'fortran_order': False, 'shape': ({shape}), }}";
        header = header.PadRight((Prefix + header.Length + 64) / 64 * 64 - Prefix - 1) + "\n";
        using FileStream file = File.Create(path);
        file.Write([0x93, .. "NUMPY"u8, 1, 0, .. BitConverter.GetBytes((ushort)header.Length), .. Encoding.ASCII.GetBytes(header)]);
        file.Write(value.GetTensorMutableRawData()[..checked((int)info.ElementCount * size)]);
    }

    [GeneratedRegex(@"'descr': '([^']+)', 'fortran_order': (\w+), 'shape': \(([^)]*)\)")]
    private static partial Regex Header();
}
