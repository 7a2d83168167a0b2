using Fovea.Inference;
using Fovea.Inference.Onnx.Schema;

namespace Fovea.Bench.Quantizing;

/// <summary>
/// Writes a network in operator set 13, the first that has scales per channel, where it is older. Operators whose form has changed are
/// rewritten; one that is not known here is refused. Dropout, which does nothing outside of training, is left out.
/// </summary>
internal static class OpsetUpgrade
{
    private const long Wanted = 13;

    /// <summary>The first operator set from which the forms that are rewritten here are known.</summary>
    private const long Oldest = 7;

    /// <summary>Operators of which each use has the same meaning from operator set 7 to 13.</summary>
    private static readonly HashSet<string> Same =
    [
        "Abs", "Add", "AveragePool", "BatchNormalization", "Cast", "Concat", "Conv", "ConvTranspose", "DepthToSpace", "Div", "Elu", "Erf",
        "Exp", "Flatten", "Gather", "Gemm", "GlobalAveragePool", "GlobalMaxPool", "HardSigmoid", "Identity", "InstanceNormalization",
        "LeakyRelu", "Log", "LRN", "MatMul", "MaxPool", "Mul", "Neg", "Pow", "PRelu", "ReduceMax", "ReduceMean", "ReduceMin", "Relu",
        "Reshape", "Selu", "Shape", "Sigmoid", "SpaceToDepth", "Sqrt", "Sub", "Tanh", "Transpose",
    ];

    /// <summary>Rewrites the graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="model">The same network in the engine, which knows the shapes.</param>
    /// <param name="input">The shape of its input.</param>
    /// <exception cref="NotSupportedException">An operator cannot be rewritten.</exception>
    public static void Apply(NetworkGraph graph, InferenceModel model, Shape input)
    {
        foreach (NodeProto node in graph.Nodes.Where(n => n.OpType == "Dropout" && n.In(2).Length == 0).ToArray())
            RemoveDropout(graph, node);
        if (graph.Opset >= Wanted)
            return;
        if (graph.Opset < Oldest)
            throw new NotSupportedException($"it is written in operator set {graph.Opset}; expected {Oldest} or later.");
        Dictionary<string, LayerInfo> layers = model.DescribeLayers([input]).ToDictionary(l => l.Name);
        foreach (NodeProto node in graph.Nodes.ToArray())
            Upgrade(graph, node, layers);
        graph.Opset = Wanted;
    }

    private static void RemoveDropout(NetworkGraph graph, NodeProto node)
    {
        if (graph.IsOutput(node.Output[0]))
        {
            graph.Nodes[graph.Nodes.IndexOf(node)] = Nodes.New("Identity", node.Output[0], node.Input[0]);
            return;
        }

        graph.Rename(node.Output[0], node.Input[0]);
        graph.Nodes.Remove(node);
    }

    private static void Upgrade(NetworkGraph graph, NodeProto node, Dictionary<string, LayerInfo> layers)
    {
        switch (node.OpType)
        {
            case "Clip" when graph.Opset < 11:
                node.SetIn(1, Scalar(graph, node, "min", float.MinValue));
                node.SetIn(2, Scalar(graph, node, "max", float.MaxValue));
                node.Drop("min", "max");
                return;
            case "Clip":
                return;
            case "Softmax" or "LogSoftmax":
                KeepAxis(node, layers);
                return;
            case "Squeeze" or "Unsqueeze" when node.Attribute("axes") is { } axes:
                node.SetIn(1, graph.AddConstant<long>($"{node.Output[0]}_axes", ElementType.Int64, [axes.Ints.Count], [.. axes.Ints]));
                node.Drop("axes");
                return;
            case "Pad" when graph.Opset < 11:
                long[] pads = [.. node.Attribute("pads")?.Ints ?? []];
                node.SetIn(1, graph.AddConstant<long>($"{node.Output[0]}_pads", ElementType.Int64, [pads.Length], pads));
                node.SetIn(2, Scalar(graph, node, "value", 0));
                node.Drop("pads", "value");
                return;
            case "Pad" or "Squeeze":
                return;
            default:
                if (node.Domain.Length > 0 || Same.Contains(node.OpType))
                    return;
                throw new NotSupportedException(
                    $"node '{node.Name}' ({node.OpType}) is written in operator set {graph.Opset}; export the network with {Wanted} or " +
                    "later.");
        }
    }

    private static string Scalar(NetworkGraph graph, NodeProto node, string attribute, float otherwise) =>
        graph.AddConstant<float>($"{node.Output[0]}_{attribute}", ElementType.Float32, [], [node.Float(attribute, otherwise)]);

    // Up to operator set 12, the axes from this one on are taken together. That is the same where all but one have a single index.
    private static void KeepAxis(NodeProto node, Dictionary<string, LayerInfo> layers)
    {
        long axis = node.Int("axis", 1);
        if (!layers.TryGetValue(node.Output[0], out LayerInfo? layer) || layer is not { Shape: var shape })
            throw new NotSupportedException($"node '{node.Name}' ({node.OpType}): its shape is not known; export it with 13 or later.");
        int first = (int)(axis < 0 ? axis + shape.Rank : axis);
        int[] several = [.. Enumerable.Range(first, shape.Rank - first).Where(a => shape[a] > 1)];
        if (several.Length > 1)
            throw new NotSupportedException($"node '{node.Name}' ({node.OpType}) is over several axes; export it with 13 or later.");
        node.Drop("axis");
        node.With("axis", several.Length == 1 ? several[0] : first);
    }
}
