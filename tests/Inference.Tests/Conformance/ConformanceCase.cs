using Fovea.Inference.Onnx.Schema;

namespace Fovea.Inference.Tests.Conformance;

/// <summary>A case of the ONNX backend suite as the suite gives it: a model, and sets of inputs with the expected outputs.</summary>
/// <param name="Name">The name of its folder.</param>
/// <param name="Model">The file.</param>
/// <param name="Proto">The same, parsed.</param>
/// <param name="Sets">Inputs and expected outputs.</param>
internal sealed record ConformanceCase(string Name, byte[] Model, ModelProto Proto, IReadOnlyList<ConformanceData> Sets)
{
    /// <summary>The operators of the graph and its subgraphs, with their domain in front where it is not ONNX's own.</summary>
    public IReadOnlyList<string> Operators { get; } = [.. OperatorsOf(Proto.Graph).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>What the case is about: the operator in its name, else the first that it has.</summary>
    public string Subject => Operators.OrderByDescending(IsNamed).ThenBy(o => o, StringComparer.Ordinal).FirstOrDefault("none");

    public static ConformanceCase Read(string folder)
    {
        byte[] model = File.ReadAllBytes(Path.Combine(folder, "model.onnx"));
        ModelProto proto = ModelProto.Parser.ParseFrom(model);
        return new ConformanceCase(
            Path.GetFileName(folder), model, proto,
            [.. Directory.GetDirectories(folder, "test_data_set_*").Order(StringComparer.Ordinal).Select(ConformanceData.Read)]);
    }

    /// <summary>Why a value of the case cannot be given to a run or returned by one; null if all are tensors of numbers.</summary>
    public static string? NoTensor(GraphProto graph)
    {
        foreach (ValueInfoProto value in graph.Input.Concat(graph.Output))
        {
            if (value.Type?.TensorType is not { } type)
                return $"'{value.Name}' is a {value.Type?.ValueCase}, not a tensor.";
            if (!Enum.IsDefined((ElementType)type.ElemType))
                return $"'{value.Name}' has elements of ONNX type {type.ElemType}.";
        }

        return null;
    }

    private static IEnumerable<string> OperatorsOf(GraphProto graph) => graph.Node.SelectMany(node =>
        node.Attribute.SelectMany(a => a.G is null ? [] : new[] { a.G }).SelectMany(OperatorsOf)
            .Prepend(node.Domain is "" or "ai.onnx" ? node.OpType : $"{node.Domain}.{node.OpType}"));

    // test_reduce_log_sum_exp_default is about ReduceLogSumExp, although its expanded form has others.
    private int IsNamed(string op)
    {
        string name = Name.Replace("_", string.Empty, StringComparison.Ordinal);
        int at = name.IndexOf(op, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? -1 : op.Length;
    }
}
