using Fovea.Inference.Onnx;
using Fovea.Inference.Onnx.Schema;
using Google.Protobuf.Reflection;

namespace Fovea.Inference.Tests.Onnx;

/// <summary>The table of what a field takes has every field of the schema, in its form.</summary>
public sealed class WireMessageTests
{
    [Fact]
    public void Every_field_of_the_schema_is_in_the_table_and_no_other()
    {
        var seen = new Dictionary<string, WireMessage>();
        Compare(ModelProto.Descriptor, WireMessage.Model, seen);
        Assert.Contains(TensorProto.Descriptor.FullName, seen.Keys);
        Assert.Same(WireMessage.Tensor, seen[TensorProto.Descriptor.FullName]);
        Assert.True(seen.Count > 12, $"{seen.Count} kinds of messages");
    }

    private static void Compare(MessageDescriptor schema, WireMessage table, Dictionary<string, WireMessage> seen)
    {
        if (!seen.TryAdd(schema.FullName, table))
            return;
        foreach (FieldDescriptor field in schema.Fields.InDeclarationOrder())
        {
            WireField found = table.Field(field.FieldNumber);
            Assert.True(FormOf(field) == found.Form, $"{field.FullName}: {found.Form} instead of {FormOf(field)}");
            if (found.Message is { } inner)
                Compare(field.MessageType, inner, seen);
        }

        for (int number = 1; number < 200; number++)
        {
            if (schema.FindFieldByNumber(number) is null)
                Assert.Equal(WireForm.Unknown, table.Field(number).Form);
        }
    }

    private static WireForm FormOf(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => WireForm.Message,
        FieldType.String or FieldType.Bytes => WireForm.Text,
        FieldType.Float or FieldType.Double when field.IsRepeated => WireForm.FixedNumbers,
        _ => field.IsRepeated ? WireForm.Numbers : WireForm.Number,
    };
}
