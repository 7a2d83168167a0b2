namespace Fovea.Inference.Graphs;

/// <summary>Describes the layers of a model, from the graph before optimisation.</summary>
internal static class LayerDescriber
{
    /// <param name="graph">The graph with known shapes, not optimised.</param>
    /// <param name="layers">Which values are layers.</param>
    /// <param name="optimized">The same graph after the passes.</param>
    public static IReadOnlyList<LayerInfo> Describe(Graph graph, LayerIndex layers, Graph optimized)
    {
        // For each value that the optimised plan fuses into another: the name of the other.
        IReadOnlyDictionary<string, string> fused = optimized.Fused;
        IReadOnlyDictionary<Value, ByteMeaning> meanings = ByteMeaning.Find(graph);
        Dictionary<Value, ReceptiveField> fields = ReceptiveFields.Compute(graph);
        var sources = new LayerSources(graph, layers);
        var infos = new List<LayerInfo>();
        Dictionary<string, string> final = [];
        foreach (Node node in graph.Nodes)
        {
            IReadOnlyList<string> read = sources.Read(node);
            Value[] described = [.. node.Outputs.Where(o => layers.Contains(o.Name) && o.Shape.IsKnown)];
            if (described.Length == 0)
                continue;
            // Once for a node, which may have thousands of outputs.
            bool known = node.HasKnownShapes;
            WindowRule rule = known ? node.Operator.Window(node) : WindowRule.None;
            bool hasWindow = rule.Kind is WindowKind.Sliding or WindowKind.Transposed;
            long parameters = ParametersOf(node).Sum(v => v.Constant!.Shape.ElementCount);
            long? multiplyAdds = known ? node.Operator.MultiplyAdds(node) : null;
            string? reason = IsReal(node.Outputs[0]) ? RealNumbers.Reason(graph, node, multiplyAdds) : null;
            foreach (Value output in described)
            {
                ByteMeaning? meaning = meanings.TryGetValue(output, out ByteMeaning found) ? found : null;
                infos.Add(new LayerInfo
                {
                    Name = output.Name,
                    Node = node.Name,
                    Operator = node.Operator.Name,
                    ElementType = output.Type!.Value,
                    Shape = output.KnownShape,
                    Scale = meaning?.Scale,
                    ZeroPoint = meaning?.Zero,
                    Kernel = hasWindow ? rule.Kernel : null,
                    Stride = hasWindow ? rule.Stride : null,
                    Padding = hasWindow ? rule.Padding : null,
                    Dilation = hasWindow ? rule.Dilation : null,
                    Groups = rule.Groups,
                    Parameters = parameters,
                    MultiplyAdds = multiplyAdds,
                    ReceptiveField = fields.GetValueOrDefault(output),
                    Sources = read,
                    FusedInto = Final(output.Name, fused, final),
                    WhyNotIntegers = reason,
                });
            }
        }

        return infos;

        // Whether the step of which a value is a part gives real numbers.
        bool IsReal(Value value) =>
            optimized.Values.TryGetValue(Final(value.Name, fused, final) ?? value.Name, out Value? whole)
            && whole is { Type: ElementType.Float32, Producer: not null };
    }

    /// <summary>
    /// The number of elements of the floating-point constants that layers read, without scalars (rank 0), and of those of 8-bit integers
    /// that are no rows of zero points (rank 2 and more); a value that is read twice counts once.
    /// </summary>
    public static long CountParameters(Graph graph, LayerIndex layers) => graph.Nodes
        .Where(n => n.Outputs.Any(o => layers.Contains(o.Name))).SelectMany(ParametersOf).Distinct()
        .Sum(v => v.Constant!.Shape.ElementCount);

    /// <summary>The trained values that a node reads.</summary>
    public static IEnumerable<Value> ParametersOf(Node node) => node.Inputs.Where(i =>
        i?.Constant is { ElementType: ElementType.Float32 or ElementType.Float64, Shape.Rank: > 0 }
            or { ElementType: ElementType.UInt8 or ElementType.Int8, Shape.Rank: > 1 }).Distinct()!;

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
