using Fovea.Inference.Onnx.Schema;

namespace Fovea.Inference.Onnx;

/// <summary>
/// Counts the operators of a graph, of its subgraphs, and of the functions that it calls: those of a function once, however often it is
/// called.
/// </summary>
/// <param name="functions">The functions of the model.</param>
/// <param name="budget">Asked whether to stop.</param>
internal sealed class OperatorCounts(ModelFunctions functions, LoadBudget budget)
{
    private readonly Dictionary<(OperatorName Name, bool IsCall), OperatorUse> _uses = [];
    private readonly HashSet<FunctionProto> _seen = [];
    private readonly Queue<FunctionProto> _open = [];

    /// <summary>How often each operator occurs; a call of a function counts as one of the function's name.</summary>
    public IReadOnlyCollection<OperatorUse> Count(GraphProto graph)
    {
        Add(graph.Node);
        while (_open.TryDequeue(out FunctionProto? function))
            Add(function.Node);
        return _uses.Values;
    }

    private void Add(IEnumerable<NodeProto> nodes)
    {
        foreach (NodeProto node in nodes)
        {
            budget.ThrowIfOver();
            var name = OperatorName.Of(node);
            FunctionProto? function = functions.Find(node);
            (OperatorName Name, bool IsCall) key = (name, function is not null);
            _uses[key] = _uses.TryGetValue(key, out OperatorUse? use)
                ? use with { Count = use.Count + 1 }
                : new OperatorUse(name, function is not null, 1, node);
            if (function is not null && _seen.Add(function))
                _open.Enqueue(function);
            foreach (AttributeProto attribute in node.Attribute)
            {
                if (attribute.G is { } graph)
                    Add(graph.Node);
            }
        }
    }
}

/// <summary>How often a model has an operator.</summary>
/// <param name="Name">The operator.</param>
/// <param name="IsCall">Whether it is a function that the model defines.</param>
/// <param name="Count">The number of its nodes.</param>
/// <param name="First">The first of them.</param>
internal sealed record OperatorUse(OperatorName Name, bool IsCall, int Count, NodeProto First);
