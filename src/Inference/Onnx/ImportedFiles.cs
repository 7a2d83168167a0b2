using System.Text;
using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Onnx;

/// <summary>
/// Reads tensors and attributes of a model; each once, also where the nodes of a function are inlined many times.
/// </summary>
/// <param name="rawData">The data that stays in the model file.</param>
/// <param name="files">The model file and the external data files beside it.</param>
internal sealed class ImportedFiles(RawDataTable rawData, ModelFiles files)
{
    // By message: equal ones are different ones.
    private readonly Dictionary<object, object> _read = new(ReferenceEqualityComparer.Instance);

    /// <summary>A tensor.</summary>
    public ConstantData Read(TensorProto tensor, LoadBudget budget) =>
        (ConstantData)Once(tensor, () => TensorReader.Read(tensor, rawData, files, budget));

    /// <summary>The value of an attribute; null if it is a graph.</summary>
    /// <exception cref="UnsupportedModelException">It is of another kind.</exception>
    public object? Read(AttributeProto attribute, LoadBudget budget) => TypeOf(attribute) switch
    {
        AttributeProto.Types.AttributeType.Int => attribute.I,
        AttributeProto.Types.AttributeType.Float => attribute.F,
        AttributeProto.Types.AttributeType.String => Once(attribute, () => attribute.S.ToString(Encoding.UTF8)),
        AttributeProto.Types.AttributeType.Ints => Once(attribute, attribute.Ints.ToArray),
        AttributeProto.Types.AttributeType.Floats => Once(attribute, attribute.Floats.ToArray),
        AttributeProto.Types.AttributeType.Strings => Once(
            attribute, () => attribute.Strings.Select(s => s.ToString(Encoding.UTF8)).ToArray()),
        AttributeProto.Types.AttributeType.Tensor => Read(attribute.T ?? throw new InvalidModelException("has no tensor."), budget),
        AttributeProto.Types.AttributeType.Graph => null,
        AttributeProto.Types.AttributeType.SparseTensor => throw new UnsupportedModelException(
            "is a sparse tensor, which is not supported; export the model with dense weights."),
        _ => throw new UnsupportedModelException($"is a {attribute.Type}, which is not supported."),
    };

    // The first versions of the format had no field for the type.
    private static AttributeProto.Types.AttributeType TypeOf(AttributeProto attribute) => attribute switch
    {
        { Type: not AttributeProto.Types.AttributeType.Undefined } => attribute.Type,
        { T: not null } => AttributeProto.Types.AttributeType.Tensor,
        { G: not null } => AttributeProto.Types.AttributeType.Graph,
        { Ints.Count: > 0 } => AttributeProto.Types.AttributeType.Ints,
        { Floats.Count: > 0 } => AttributeProto.Types.AttributeType.Floats,
        { Strings.Count: > 0 } => AttributeProto.Types.AttributeType.Strings,
        { S.Length: > 0 } => AttributeProto.Types.AttributeType.String,
        { I: not 0 } => AttributeProto.Types.AttributeType.Int,
        { F: not 0 } => AttributeProto.Types.AttributeType.Float,
        _ => attribute.Type,
    };

    private object Once(object message, Func<object> read)
    {
        if (!_read.TryGetValue(message, out object? value))
            _read.Add(message, value = read());
        return value;
    }
}
