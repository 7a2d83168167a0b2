namespace Fovea.Inference.Graphs;

/// <summary>Describes the layers of a model, from the graph before optimisation.</summary>
internal static class LayerDescriber
{
    /// <param name="graph">The graph with known shapes, not optimised.</param>
    /// <param name="layers">Which values are layers.</param>
    /// <param name="fused">For each value that the optimised plan fuses into another: the name of the other.</param>
    public static IReadOnlyList<LayerInfo> Describe(Graph graph, LayerIndex layers, IReadOnlyDictionary<string, string> fused)
    {
        Dictionary<Value, ReceptiveField> fields = ReceptiveFields.Compute(graph);
        var infos = new List<LayerInfo>();
        Dictionary<string, string> final = [];
        foreach (Node node in graph.Nodes)
        {
            foreach (Value output in node.Outputs.Where(o => layers.Contains(o.Name) && o.Shape.IsKnown))
            {
                WindowRule rule = node.HasKnownShapes ? node.Operator.Window(node) : WindowRule.None;
                bool hasWindow = rule.Kind is WindowKind.Sliding or WindowKind.Transposed;
                infos.Add(new LayerInfo
                {
                    Name = output.Name,
                    Node = node.Name,
                    Operator = node.Operator.Name,
                    ElementType = output.Type!.Value,
                    Shape = output.KnownShape,
                    Kernel = hasWindow ? rule.Kernel : null,
                    Stride = hasWindow ? rule.Stride : null,
                    Padding = hasWindow ? rule.Padding : null,
                    Dilation = hasWindow ? rule.Dilation : null,
                    Groups = rule.Groups,
                    Parameters = ParametersOf(node).Sum(v => v.Constant!.Shape.ElementCount),
                    MultiplyAdds = node.HasKnownShapes ? node.Operator.MultiplyAdds(node) : null,
                    ReceptiveField = fields.GetValueOrDefault(output),
                    FusedInto = Final(output.Name, fused, final),
                });
            }
        }

        return infos;
    }

    /// <summary>
    /// The number of elements of the floating-point constants that layers read, without scalars (rank 0); a value that is read twice counts
    /// once.
    /// </summary>
    public static long CountParameters(Graph graph, LayerIndex layers) => graph.Nodes
        .Where(n => n.Outputs.Any(o => layers.Contains(o.Name))).SelectMany(ParametersOf).Distinct()
        .Sum(v => v.Constant!.Shape.ElementCount);

    private static IEnumerable<Value> ParametersOf(Node node) => node.Inputs.Where(i =>
        i?.Constant is { ElementType: ElementType.Float32 or ElementType.Float64, Shape.Rank: > 0 }).Distinct()!;

    // What a chain of values was fused into, found once for the whole chain.
    private static string? Final(string name, IReadOnlyDictionary<string, string> fused, Dictionary<string, string> final)
    {
        var chain = new List<string>();
        string last = name;
        while (!final.ContainsKey(last) && fused.TryGetValue(last, out string? further) && further != last)
        {
            chain.Add(last);
            last = further;
        }

        last = final.GetValueOrDefault(last, last);
        foreach (string value in chain)
            final[value] = last;
        return fused.ContainsKey(name) ? last : null;
    }
}
