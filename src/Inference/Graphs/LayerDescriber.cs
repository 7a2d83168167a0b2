using Fovea.Inference.Operators;

namespace Fovea.Inference.Graphs;

/// <summary>What the service tells of layers, collected from the graph as the model's author wrote it.</summary>
internal static class LayerDescriber
{
    /// <param name="graph">The graph with known shapes, not optimised.</param>
    /// <param name="layers">Which values are layers.</param>
    /// <param name="fused">For each value that the optimised plan has merged into another: that other.</param>
    public static IReadOnlyList<LayerInfo> Describe(Graph graph, LayerIndex layers, IReadOnlyDictionary<string, string> fused)
    {
        Dictionary<Value, ReceptiveField> fields = ReceptiveFields.Compute(graph);
        var infos = new List<LayerInfo>();
        foreach (Node node in graph.Nodes)
        {
            foreach (Value output in node.Outputs.Where(o => layers.Contains(o.Name) && o.Shape.IsKnown))
            {
                WindowRule rule = node.Rule.Window(node);
                bool hasWindow = rule.Kind is WindowKind.Sliding or WindowKind.Transposed;
                infos.Add(new LayerInfo
                {
                    Name = output.Name,
                    Node = node.Name,
                    Operator = node.Rule.Name,
                    ElementType = output.Type!.Value,
                    Shape = output.KnownShape,
                    Kernel = hasWindow ? rule.Kernel : null,
                    Stride = hasWindow ? rule.Stride : null,
                    Padding = hasWindow ? rule.Padding : null,
                    Dilation = hasWindow ? rule.Dilation : null,
                    Groups = rule.Groups,
                    Parameters = Parameters(node),
                    MultiplyAdds = node.Rule.MultiplyAdds(node),
                    ReceptiveField = fields.GetValueOrDefault(output),
                    FusedInto = Final(output.Name, fused),
                });
            }
        }

        return infos;
    }

    /// <summary>Elements of the floating-point constants that nodes read; a tensor read twice counts once.</summary>
    public static long CountParameters(Graph graph) => graph.Values.Values
        .Where(v => v.Consumers.Count > 0 && (v.Constant is not null || v.Producer?.Rule.Name is "ConstantOfShape"))
        .Sum(v => v.Constant is { ElementType: ElementType.Float32 or ElementType.Float64 } tensor ? tensor.Shape.ElementCount : FilledCount(v));

    /// <summary>The operator behind the first output, looking through those that only rename or reshape.</summary>
    public static string FinalOperator(Graph graph)
    {
        Node? node = graph.Outputs[0].Value.Producer;
        while (node?.Rule.Name is "Identity" or "Flatten" or "Reshape" or "Squeeze" or "Unsqueeze" or "Dropout" && node.Input(0)?.Producer is { } below)
            node = below;
        return node?.Rule.Name ?? string.Empty;
    }

    private static long Parameters(Node node) => node.Inputs
        .Where(i => i?.Constant is { ElementType: ElementType.Float32 or ElementType.Float64 }).Distinct().Sum(i => i!.Constant!.Shape.ElementCount);

    // Topologies without weights fill them: what the fill's shape says counts.
    private static long FilledCount(Value value) => value.Producer?.Input(0)?.Constant is { ElementType: ElementType.Int64 } shape
        ? shape.Span<long>().ToArray().Aggregate(1L, (a, b) => a * b)
        : 0;

    private static string? Final(string name, IReadOnlyDictionary<string, string> fused)
    {
        if (!fused.TryGetValue(name, out string? into))
            return null;
        while (fused.TryGetValue(into, out string? further) && further != into)
            into = further;
        return into;
    }
}
