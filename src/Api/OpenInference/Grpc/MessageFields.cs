using Google.Protobuf.Reflection;

namespace Fovea.Api.OpenInference.Grpc;

/// <summary>What a field of a message holds, as far as it matters for what is made of it.</summary>
internal enum FieldContent
{
    /// <summary>The schema has no such field.</summary>
    Unknown,

    /// <summary>A number of any length.</summary>
    Varint,

    /// <summary>Four bytes.</summary>
    Fixed32,

    /// <summary>Eight bytes.</summary>
    Fixed64,

    /// <summary>Text.</summary>
    Text,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>A message.</summary>
    Message,
}

/// <summary>A field of a message.</summary>
/// <param name="Content">What it holds.</param>
/// <param name="IsRepeated">Whether it is a list: of numbers, one that may be packed.</param>
/// <param name="Message">Its message where it is one.</param>
internal readonly record struct MessageField(FieldContent Content, bool IsRepeated, MessageFields? Message);

/// <summary>The fields of a message of the schema, by number.</summary>
internal sealed class MessageFields
{
    private readonly MessageField[] _fields;

    private MessageFields(MessageDescriptor message)
    {
        IList<FieldDescriptor> fields = message.Fields.InFieldNumberOrder();
        _fields = new MessageField[fields.Count == 0 ? 1 : fields[^1].FieldNumber + 1];
        foreach (FieldDescriptor field in fields)
        {
            FieldContent content = ContentOf(field.FieldType);
            MessageFields? inner = content == FieldContent.Message ? new MessageFields(field.MessageType) : null;
            _fields[field.FieldNumber] = new MessageField(content, field.IsRepeated, inner);
        }
    }

    /// <summary>The fields of a message, which does not contain itself.</summary>
    public static MessageFields Of(MessageDescriptor message) => new(message);

    /// <summary>A field by its number.</summary>
    public MessageField this[uint number] => number < _fields.Length ? _fields[number] : default;

    private static FieldContent ContentOf(FieldType type) => type switch
    {
        FieldType.String => FieldContent.Text,
        FieldType.Bytes => FieldContent.Bytes,
        FieldType.Message => FieldContent.Message,
        FieldType.Float or FieldType.Fixed32 or FieldType.SFixed32 => FieldContent.Fixed32,
        FieldType.Double or FieldType.Fixed64 or FieldType.SFixed64 => FieldContent.Fixed64,
        FieldType.Group => FieldContent.Unknown,
        _ => FieldContent.Varint,
    };
}
