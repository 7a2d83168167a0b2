using Fovea.Inference.Onnx.Schema;
using Google.Protobuf;

namespace Fovea.Inference.Onnx;

/// <summary>How a field lies in the file, and so what parsing it takes.</summary>
internal enum WireForm
{
    /// <summary>The schema does not have it; it is skipped.</summary>
    Unknown,

    /// <summary>One number.</summary>
    Number,

    /// <summary>A list of numbers of one to ten bytes each, packed or not.</summary>
    Numbers,

    /// <summary>A list of numbers of four or eight bytes each, packed or not.</summary>
    FixedNumbers,

    /// <summary>A text or bytes; a field that is there several times takes as many.</summary>
    Text,

    /// <summary>A message with fields of its own.</summary>
    Message,
}

/// <summary>A kind of message in an ONNX file: which of its fields are read, and how they lie there.</summary>
internal sealed class WireMessage
{
    private static readonly WireField Number = new(WireForm.Number, null);
    private static readonly WireField Numbers = new(WireForm.Numbers, null);
    private static readonly WireField FixedNumbers = new(WireForm.FixedNumbers, null);
    private static readonly WireField Text = new(WireForm.Text, null);

    private readonly Dictionary<int, WireField> _fields = [];

    /// <summary>ModelProto, the whole file.</summary>
    public static WireMessage Model { get; } = OfModel();

    /// <summary>TensorProto.</summary>
    public static WireMessage Tensor { get; } = Model.Field(ModelProto.GraphFieldNumber).Message!
        .Field(GraphProto.InitializerFieldNumber).Message!;

    /// <summary>The form of a field.</summary>
    public WireField Field(int number) => _fields.GetValueOrDefault(number);

    /// <summary>Whether the protobuf parser takes a field of this form where the file has it with this wire type.</summary>
    public static bool IsRead(WireForm form, WireFormat.WireType type) => form switch
    {
        WireForm.Unknown => false,
        WireForm.Number => type != WireFormat.WireType.LengthDelimited,
        WireForm.Numbers or WireForm.FixedNumbers => true,
        _ => type == WireFormat.WireType.LengthDelimited,
    };

    private WireMessage With(WireField field, params ReadOnlySpan<int> numbers)
    {
        foreach (int number in numbers)
            _fields.Add(number, field);
        return this;
    }

    private WireMessage With(WireMessage message, params ReadOnlySpan<int> numbers) =>
        With(new WireField(WireForm.Message, message), numbers);

    private static WireMessage OfModel()
    {
        WireMessage entry = new WireMessage().With(Text, StringStringEntryProto.KeyFieldNumber, StringStringEntryProto.ValueFieldNumber);
        WireMessage tensor = new WireMessage()
            .With(Number, TensorProto.DataTypeFieldNumber, TensorProto.DataLocationFieldNumber)
            .With(Numbers, TensorProto.DimsFieldNumber, TensorProto.Int32DataFieldNumber, TensorProto.Int64DataFieldNumber)
            .With(Numbers, TensorProto.Uint64DataFieldNumber)
            .With(FixedNumbers, TensorProto.FloatDataFieldNumber, TensorProto.DoubleDataFieldNumber)
            .With(Text, TensorProto.NameFieldNumber, TensorProto.RawDataFieldNumber, TensorProto.StringDataFieldNumber)
            .With(entry, TensorProto.ExternalDataFieldNumber);
        WireMessage value = new WireMessage()
            .With(Text, ValueInfoProto.NameFieldNumber)
            .With(OfType(), ValueInfoProto.TypeFieldNumber);
        var graph = new WireMessage();
        WireMessage attribute = new WireMessage()
            .With(Number, AttributeProto.FFieldNumber, AttributeProto.IFieldNumber, AttributeProto.TypeFieldNumber)
            .With(Numbers, AttributeProto.IntsFieldNumber)
            .With(FixedNumbers, AttributeProto.FloatsFieldNumber)
            .With(Text, AttributeProto.NameFieldNumber, AttributeProto.SFieldNumber, AttributeProto.StringsFieldNumber)
            .With(Text, AttributeProto.RefAttrNameFieldNumber)
            .With(tensor, AttributeProto.TFieldNumber)
            .With(graph, AttributeProto.GFieldNumber);
        WireMessage node = new WireMessage()
            .With(Text, NodeProto.InputFieldNumber, NodeProto.OutputFieldNumber, NodeProto.NameFieldNumber, NodeProto.OpTypeFieldNumber)
            .With(Text, NodeProto.DomainFieldNumber, NodeProto.OverloadFieldNumber)
            .With(attribute, NodeProto.AttributeFieldNumber);
        graph
            .With(Text, GraphProto.NameFieldNumber)
            .With(node, GraphProto.NodeFieldNumber)
            .With(tensor, GraphProto.InitializerFieldNumber)
            .With(value, GraphProto.InputFieldNumber, GraphProto.OutputFieldNumber, GraphProto.ValueInfoFieldNumber)
            .With(new WireMessage().With(Numbers, SparseTensorProto.DimsFieldNumber), GraphProto.SparseInitializerFieldNumber);
        WireMessage operatorSet = OfOperatorSet();
        WireMessage function = new WireMessage()
            .With(Text, FunctionProto.NameFieldNumber, FunctionProto.DomainFieldNumber, FunctionProto.OverloadFieldNumber)
            .With(Text, FunctionProto.InputFieldNumber, FunctionProto.OutputFieldNumber, FunctionProto.AttributeFieldNumber)
            .With(node, FunctionProto.NodeFieldNumber)
            .With(attribute, FunctionProto.AttributeProtoFieldNumber)
            .With(operatorSet, FunctionProto.OpsetImportFieldNumber);
        return new WireMessage()
            .With(Number, ModelProto.IrVersionFieldNumber, ModelProto.ModelVersionFieldNumber)
            .With(Text, ModelProto.ProducerNameFieldNumber, ModelProto.ProducerVersionFieldNumber, ModelProto.DomainFieldNumber)
            .With(graph, ModelProto.GraphFieldNumber)
            .With(operatorSet, ModelProto.OpsetImportFieldNumber)
            .With(entry, ModelProto.MetadataPropsFieldNumber)
            .With(function, ModelProto.FunctionsFieldNumber);
    }

    private static WireMessage OfOperatorSet() => new WireMessage()
        .With(Text, OperatorSetIdProto.DomainFieldNumber)
        .With(Number, OperatorSetIdProto.VersionFieldNumber);

    private static WireMessage OfType()
    {
        WireMessage dimension = new WireMessage()
            .With(Number, TensorShapeProto.Types.Dimension.DimValueFieldNumber)
            .With(Text, TensorShapeProto.Types.Dimension.DimParamFieldNumber);
        WireMessage tensor = new WireMessage()
            .With(Number, TypeProto.Types.Tensor.ElemTypeFieldNumber)
            .With(new WireMessage().With(dimension, TensorShapeProto.DimFieldNumber), TypeProto.Types.Tensor.ShapeFieldNumber);
        return new WireMessage()
            .With(tensor, TypeProto.TensorTypeFieldNumber)
            .With(
                new WireMessage(), TypeProto.SequenceTypeFieldNumber, TypeProto.MapTypeFieldNumber, TypeProto.OptionalTypeFieldNumber);
    }
}

/// <summary>A field of a <see cref="WireMessage"/>.</summary>
/// <param name="Form">How it lies in the file.</param>
/// <param name="Message">The kind of message; null for what is none.</param>
internal readonly record struct WireField(WireForm Form, WireMessage? Message);
