using System.Buffers.Binary;

namespace Fovea.Imaging.Metadata;

/// <summary>Numbers in a TIFF file, whose first bytes say in which byte order they are written.</summary>
internal readonly ref struct TiffBytes(ReadOnlySpan<byte> bytes, bool littleEndian)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly bool _littleEndian = littleEndian;

    /// <summary>The byte at a position.</summary>
    public byte Byte(int position) => _bytes[position];

    /// <summary>The number of 16 bits at a position.</summary>
    public ushort UInt16(int position) =>
        _littleEndian
            ? BinaryPrimitives.ReadUInt16LittleEndian(_bytes[position..])
            : BinaryPrimitives.ReadUInt16BigEndian(_bytes[position..]);

    /// <summary>The number of 32 bits at a position.</summary>
    public uint UInt32(int position) =>
        _littleEndian
            ? BinaryPrimitives.ReadUInt32LittleEndian(_bytes[position..])
            : BinaryPrimitives.ReadUInt32BigEndian(_bytes[position..]);

    /// <summary>The float of 32 bits at a position.</summary>
    public float Single(int position) => BitConverter.UInt32BitsToSingle(UInt32(position));

    /// <summary>The number of 64 bits at a position.</summary>
    public ulong UInt64(int position) =>
        _littleEndian
            ? BinaryPrimitives.ReadUInt64LittleEndian(_bytes[position..])
            : BinaryPrimitives.ReadUInt64BigEndian(_bytes[position..]);
}
