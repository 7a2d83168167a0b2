using Fovea.Inference.Onnx.Schema;

namespace Fovea.Inference.Onnx;

/// <summary>An operator, or a function, as a file names it.</summary>
/// <param name="Domain">The domain of its operator set; empty for that of ONNX, which files may also call ai.onnx.</param>
/// <param name="Name">Its name in the domain.</param>
internal readonly record struct OperatorName(string Domain, string Name)
{
    /// <summary>The name by which the table has the operator (<see cref="Graphs.Operator.QualifiedName"/>).</summary>
    public string Qualified => Domain.Length == 0 ? Name : $"{Domain}.{Name}";

    /// <summary>The same for a message: without control characters, and not longer than a name should be.</summary>
    public string Shown => Domain.Length == 0 ? ShownText.Name(Name) : $"{ShownText.Name(Domain)}.{ShownText.Name(Name)}";

    /// <summary>What a node is.</summary>
    public static OperatorName Of(NodeProto node) => new(OperatorSets.Domain(node.Domain), node.OpType);

    /// <summary>How nodes call a function.</summary>
    public static OperatorName Of(FunctionProto function) => new(OperatorSets.Domain(function.Domain), function.Name);
}
