using Google.Protobuf.Reflection;

namespace Fovea.Fuzz.Words;

/// <summary>The tags of a protobuf schema's fields, as bytes (https://protobuf.dev/programming-guides/encoding).</summary>
internal static class ProtoTags
{
    /// <summary>The distinct tags of all messages of a file, as its field types are written: packed numbers as one field too.</summary>
    public static IEnumerable<byte[]> Of(FileDescriptor file) =>
        All(file.MessageTypes).SelectMany(message => message.Fields.InDeclarationOrder())
            .SelectMany(field => Types(field).Select(type => ((uint)field.FieldNumber << 3) | type))
            .Distinct().Order().Select(Varint);

    private static IEnumerable<MessageDescriptor> All(IEnumerable<MessageDescriptor> messages) =>
        messages.SelectMany(message => All(message.NestedTypes).Prepend(message));

    private static IEnumerable<uint> Types(FieldDescriptor field)
    {
        uint own = field.FieldType switch
        {
            FieldType.Double or FieldType.Fixed64 or FieldType.SFixed64 => 1u,
            FieldType.Float or FieldType.Fixed32 or FieldType.SFixed32 => 5u,
            FieldType.String or FieldType.Bytes or FieldType.Message => 2u,
            _ => 0u,
        };
        return own != 2 && field.IsRepeated ? [own, 2u] : [own];
    }

    private static byte[] Varint(uint value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }
}
