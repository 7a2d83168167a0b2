using Fovea.Inference.Tensors;
using Google.Protobuf;

namespace Fovea.Inference.Onnx;

/// <summary>
/// Reads the protobuf wire format (tags, numbers, lengths) of a source through a small buffer; every length is checked against the
/// enclosing message.
/// </summary>
internal sealed class WireReader(ByteSource source)
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

    /// <summary>Skips a value of fixed size or a varint.</summary>
    public void SkipScalar(WireFormat.WireType type, long end)
    {
        switch (type)
        {
            case WireFormat.WireType.Varint:
                Varint(end);
                break;
            case WireFormat.WireType.Fixed64:
                Next(8, end);
                break;
            case WireFormat.WireType.Fixed32:
                Next(4, end);
                break;
            default:
                throw Invalid($"wire type {(int)type} at byte {Position}");
        }
    }

    /// <summary>Reads the length of the bytes that follow.</summary>
    public long Length(long end)
    {
        ulong length = Varint(end);
        if (length > (ulong)(end - Position))
            throw Invalid($"a field at byte {Position} declares {length} bytes; {end - Position} are left");
        return (long)length;
    }

    public void Skip(long length) => Position += length;

    /// <summary>How many numbers of one to ten bytes a packed list of this length has; moves behind it.</summary>
    public long CountNumbers(long length)
    {
        long count = 0;
        for (long end = Position + length; Position < end;)
        {
            ReadOnlySpan<byte> bytes = Window(Position, (int)Math.Min(end - Position, _window.Length));
            foreach (byte one in bytes)
                count += one < 0x80 ? 1 : 0;
            Position += bytes.Length;
        }

        return count;
    }

    /// <summary>
    /// Copies bytes before the current position. Short ranges are read through the buffer, so that neighbouring ranges are read once.
    /// </summary>
    public void Copy(long start, Span<byte> destination)
    {
        if (destination.Length > _window.Length)
            source.Read(start, destination);
        else
            Window(start, destination.Length).CopyTo(destination);
    }

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
        ReadOnlySpan<byte> bytes = Window(Position, count);
        Position += count;
        return bytes;
    }

    private ReadOnlySpan<byte> Window(long start, int count)
    {
        if (start < _start || start + count > _start + _filled)
        {
            _start = start;
            _filled = (int)Math.Min(_window.Length, source.Length - start);
            source.Read(start, _window.AsSpan(0, _filled));
        }

        return _window.AsSpan((int)(start - _start), count);
    }
}
