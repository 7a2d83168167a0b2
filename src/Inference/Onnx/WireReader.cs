using System.Buffers.Binary;
using Fovea.Inference.Tensors;
using Google.Protobuf;

namespace Fovea.Inference.Onnx;

/// <summary>Reads the protobuf wire format (tags, numbers, lengths) from a source through a small window; every length is checked against the message around it.</summary>
internal sealed class WireReader(TensorSource source)
{
    private readonly byte[] _window = new byte[32 * 1024];
    private long _start;
    private int _filled;

    public long Position { get; private set; }

    public static InvalidModelException Invalid(string found) => new($"The file is truncated or is no ONNX model: {found}.");

    /// <summary>The next field's number and wire type.</summary>
    public uint Tag(long end)
    {
        ulong tag = Varint(end);
        if (tag > uint.MaxValue || tag >> 3 == 0)
            throw Invalid($"{tag} at byte {Position} is no field");
        return (uint)tag;
    }

    /// <summary>The value of a field that has no length.</summary>
    public ulong Scalar(WireFormat.WireType type, long end) => type switch
    {
        WireFormat.WireType.Varint => Varint(end),
        WireFormat.WireType.Fixed64 => BinaryPrimitives.ReadUInt64LittleEndian(Next(8, end)),
        WireFormat.WireType.Fixed32 => BinaryPrimitives.ReadUInt32LittleEndian(Next(4, end)),
        _ => throw Invalid($"wire type {(int)type} at byte {Position}"),
    };

    /// <summary>The length of a field's bytes, which follow.</summary>
    public long Length(long end)
    {
        ulong length = Varint(end);
        if (length > (ulong)(end - Position))
            throw Invalid($"a field at byte {Position} is said to have {length} bytes; {end - Position} are left");
        return (long)length;
    }

    public byte[] Bytes(long length)
    {
        if (length > Array.MaxLength)
            throw Invalid($"a field at byte {Position} has {length} bytes");
        byte[] bytes = new byte[length];
        if (Position >= _start && Position + length <= _start + _filled)
            _window.AsSpan((int)(Position - _start), (int)length).CopyTo(bytes);
        else
            source.Read(Position, bytes);
        Position += length;
        return bytes;
    }

    public void Skip(long length) => Position += length;

    private ulong Varint(long end)
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte next = Next(1, end)[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }

        throw Invalid($"a number of more than 10 bytes at byte {Position}");
    }

    // The next bytes; they are consumed.
    private ReadOnlySpan<byte> Next(int count, long end)
    {
        if (count > end - Position)
            throw Invalid($"it ends inside a field at byte {Position}");
        if (Position < _start || Position + count > _start + _filled)
        {
            _start = Position;
            _filled = (int)Math.Min(_window.Length, source.Length - _start);
            source.Read(_start, _window.AsSpan(0, _filled));
        }

        ReadOnlySpan<byte> bytes = _window.AsSpan((int)(Position - _start), count);
        Position += count;
        return bytes;
    }
}
