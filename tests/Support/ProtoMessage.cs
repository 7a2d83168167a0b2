using System.Text;

namespace Fovea.Tests.Support;

/// <summary>Writes one protobuf message, field by field (https://protobuf.dev/programming-guides/encoding).</summary>
internal sealed class ProtoMessage
{
    private readonly List<byte> _bytes = [];

    /// <summary>A message of fields that are written already.</summary>
    public static ProtoMessage Of(byte[] fields)
    {
        var message = new ProtoMessage();
        message._bytes.AddRange(fields);
        return message;
    }

    public byte[] ToArray() => [.. _bytes];

    public ProtoMessage Number(int field, long value)
    {
        Varint((ulong)field << 3);
        Varint((ulong)value);
        return this;
    }

    public ProtoMessage Bytes(int field, ReadOnlySpan<byte> value)
    {
        Varint((ulong)field << 3 | 2);
        Varint((ulong)value.Length);
        _bytes.AddRange(value);
        return this;
    }

    public ProtoMessage Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtoMessage Message(int field, ProtoMessage value) => Bytes(field, value.ToArray());

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.Add((byte)(value | 0x80));
        _bytes.Add((byte)value);
    }
}
