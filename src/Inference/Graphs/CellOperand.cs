using System.Buffers.Binary;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Graphs;

/// <summary>The elements of a value as numbers: of a tensor, or of a constant, of which only those that are asked for are read.</summary>
internal sealed class CellOperand
{
    private const int BlockBytes = 4096;

    private readonly Tensor? _tensor;
    private readonly ConstantData? _constant;
    private readonly byte[] _block = [];
    private readonly int _size;
    private long _first = -1;

    /// <summary>The elements of a tensor.</summary>
    public CellOperand(string name, Tensor tensor)
    {
        Name = name;
        Shape = tensor.Shape;
        Type = tensor.ElementType;
        _tensor = tensor;
        _size = Type.SizeInBytes();
    }

    /// <summary>The elements of a constant.</summary>
    public CellOperand(string name, ConstantData constant)
    {
        Name = name;
        Shape = constant.Shape;
        Type = constant.ElementType;
        _size = Type.SizeInBytes();
        _tensor = constant.InMemory;
        if (_tensor is not null)
            return;
        _constant = constant;
        _block = new byte[Math.Min(BlockBytes, constant.ByteLength)];
    }

    /// <summary>The value's name.</summary>
    public string Name { get; }

    /// <summary>The value's shape.</summary>
    public Shape Shape { get; }

    /// <summary>The type of the elements.</summary>
    public ElementType Type { get; }

    /// <summary>The element at an index in row-major order.</summary>
    public double this[long element] => Number(Bytes(element), Type);

    /// <summary>The element at a position along each axis.</summary>
    public double At(IReadOnlyList<long> index)
    {
        long element = 0;
        for (int axis = 0; axis < Shape.Rank; axis++)
            element = (element * Shape[axis]) + index[axis];
        return this[element];
    }

    /// <summary>The element of an index along one axis, of an operand with one element for all or one for each.</summary>
    public double Of(long position) => this[Shape.ElementCount == 1 ? 0 : position];

    private ReadOnlySpan<byte> Bytes(long element)
    {
        if (_tensor is not null)
            return _tensor.Bytes.Span.Slice(checked((int)(element * _size)), _size);
        long offset = element * _size;
        if (_first < 0 || offset < _first || offset + _size > _first + _block.Length)
        {
            _first = Math.Min(offset / BlockBytes * BlockBytes, _constant!.ByteLength - _block.Length);
            if (offset + _size > _first + _block.Length)
                _first = offset + _size - _block.Length;
            _constant.Read(_first, _block);
        }

        return _block.AsSpan((int)(offset - _first), _size);
    }

    private static double Number(ReadOnlySpan<byte> bytes, ElementType type) => type switch
    {
        ElementType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        ElementType.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        ElementType.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        ElementType.BFloat16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16),
        ElementType.UInt8 or ElementType.Bool => bytes[0],
        ElementType.Int8 => (sbyte)bytes[0],
        ElementType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        ElementType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        ElementType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        ElementType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        ElementType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        ElementType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        _ => double.NaN,
    };
}
