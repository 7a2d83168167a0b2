using Fovea.Inference;

namespace Fovea.Models.Graphs;

/// <summary>
/// Blocks between a split and the join that ends it, such as a residual block and its addition: neighbouring layers that read one value
/// from outside, and whose last one only is read outside. Of those that end with a join it is the smallest.
/// </summary>
internal static class JoinBlocks
{
    // Beyond, nothing is gained for a reader, and the search would take long.
    private const int LongestBlock = 400;

    private static readonly string[] Activations =
        ["Relu", "Clip", "LeakyRelu", "PRelu", "Sigmoid", "Tanh", "Elu", "Selu", "HardSwish", "HardSigmoid", "Gelu", "Mish", "Swish"];

    /// <summary>The blocks, in the order of their last layers; a block may contain others.</summary>
    public static IReadOnlyList<LayerBlock> Find(LayerGraph graph)
    {
        var found = new List<LayerBlock>();
        for (int join = 0; join < graph.Count; join++)
        {
            if (graph.Sources(join).Count < 2 || Start(graph, join) is not { } first)
                continue;
            int last = graph.Readers(join) is [var next] && next == join + 1 && IsActivation(graph, next) ? next : join;
            found.Add(new LayerBlock(first, last, Title(graph, first, join)));
        }

        return found;
    }

    // The position of the first layer of the smallest block that ends with the join; null if there is none.
    private static int? Start(LayerGraph graph, int join)
    {
        var outside = new HashSet<int>(graph.Sources(join));
        for (int first = join - 1; first >= 0 && join - first < LongestBlock; first--)
        {
            // Whatever stands between is in the block: nothing outside may read it.
            foreach (int reader in graph.Readers(first))
            {
                if (reader > join)
                    return null;
            }

            outside.Remove(first);
            foreach (int source in graph.Sources(first))
                outside.Add(source);
            if (outside.Count == 1)
                return first;
        }

        return null;
    }

    private static bool IsActivation(LayerGraph graph, int layer) =>
        graph.Sources(layer).Count == 1 && Activations.Contains(graph.Layers[layer].Operator);

    private static string Title(LayerGraph graph, int first, int join)
    {
        LayerInfo last = graph.Layers[join];
        bool shortcut = graph.Sources(join).Any(source => source < first);
        return last.Operator switch
        {
            "Add" or "Sum" or "QLinearAdd" => shortcut || graph.Sources(join).Count == 2 ? "residual block" : "sum of branches",
            "Concat" or "QLinearConcat" => shortcut ? "block of concatenations" : "parallel branches",
            "Mul" or "QLinearMul" => shortcut ? "gate" : "product of branches",
            _ => $"branches to {last.Operator}",
        };
    }
}
