namespace Fovea.Inference.Graphs;

/// <summary>
/// The receptive field of every value, computed forwards from the image: for a window of k taps, dilation d, stride s and padding p, size'
/// = size + (k - 1) d jump, jump' = jump s, start' = start - p jump (Araujo, Norris, Sim, "Computing Receptive Fields of Convolutional
/// Neural Networks", Distill 2019). Where paths join, the field spans both.
/// </summary>
internal static class ReceptiveFields
{
    public static Dictionary<Value, ReceptiveField> Compute(Graph graph)
    {
        var fields = new Dictionary<Value, ReceptiveField>();
        foreach (Value input in graph.Inputs)
        {
            int axes = input.Shape.Rank - 2;
            if (axes > 0)
                fields[input] = new ReceptiveField([.. Enumerable.Repeat(1.0, axes)], [.. Enumerable.Repeat(1.0, axes)], new double[axes]);
        }

        foreach (Node node in graph.Nodes)
        {
            WindowRule rule = node.HasKnownShapes ? node.Operator.Window(node) : WindowRule.None;
            ReceptiveField? field = null;
            bool lost = rule.Kind == WindowKind.None;
            foreach (Value? input in node.Inputs)
            {
                if (input is null || input.Constant is not null || lost)
                    continue;
                if (!fields.TryGetValue(input, out ReceptiveField? below))
                    lost = true;
                else
                    field = field is null ? Apply(rule, below, graph, input) : Union(field, Apply(rule, below, graph, input));
            }

            if (lost || field is null)
                continue;
            foreach (Value output in node.Outputs)
                fields[output] = field;
        }

        return fields;
    }

    private static ReceptiveField Apply(WindowRule rule, ReceptiveField f, Graph graph, Value input)
    {
        int axes = f.Size.Count;
        switch (rule.Kind)
        {
            case WindowKind.Sliding when rule.Kernel.Length == axes:
                return new ReceptiveField(
                    [.. Enumerable.Range(0, axes).Select(a => f.Size[a] + ((rule.Kernel[a] - 1) * rule.Dilation[a] * f.Jump[a]))],
                    [.. Enumerable.Range(0, axes).Select(a => f.Jump[a] * rule.Stride[a])],
                    [.. Enumerable.Range(0, axes).Select(a => f.Start[a] - (rule.Padding[a] * f.Jump[a]))]);
            case WindowKind.Transposed when rule.Kernel.Length == axes:
                // Output o reads the inputs i with o = i s - p + t d: at most ceil(((k - 1) d + 1) / s) neighbours, the first at
                // ceil((o + p - (k - 1) d) / s).
                return new ReceptiveField(
                    [.. Enumerable.Range(0, axes).Select(
                        a => f.Size[a] + (
                            (Math.Ceiling((((rule.Kernel[a] - 1) * rule.Dilation[a]) + 1.0) / rule.Stride[a]) - 1) * f.Jump[a]))],
                    [.. Enumerable.Range(0, axes).Select(a => f.Jump[a] / rule.Stride[a])],
                    [.. Enumerable.Range(0, axes).Select(
                        a => f.Start[a] + (
                            Math.Ceiling((rule.Padding[a] - ((rule.Kernel[a] - 1.0) * rule.Dilation[a])) / rule.Stride[a]) * f.Jump[a]))]);
            case WindowKind.Resampled when rule.Kernel.Length == axes:
                return new ReceptiveField(
                    [.. Enumerable.Range(0, axes).Select(a => f.Size[a] + ((rule.Kernel[a] - 1) * f.Jump[a]))],
                    [.. Enumerable.Range(0, axes).Select(a => f.Jump[a] * rule.Step[a])],
                    [.. Enumerable.Range(0, axes).Select(a => f.Start[a] + (rule.Offset[a] * f.Jump[a]))]);
            case WindowKind.Global:
                Shape shape = input.KnownShape;
                return new ReceptiveField(
                    [.. Enumerable.Range(0, axes).Select(a => f.Size[a] + ((shape[Math.Min(a + 2, shape.Rank - 1)] - 1) * f.Jump[a]))],
                    new double[axes],
                    [.. f.Start]);
            default:
                return f;
        }
    }

    // The span of both windows for the output element at the origin; jumps are equal unless one path depends on the whole image.
    private static ReceptiveField Union(ReceptiveField a, ReceptiveField b)
    {
        if (ReferenceEquals(a, b) || a.Size.Count != b.Size.Count)
            return a;
        int axes = a.Size.Count;
        double[] start = [.. Enumerable.Range(0, axes).Select(i => Math.Min(a.Start[i], b.Start[i]))];
        return new ReceptiveField(
            [.. Enumerable.Range(0, axes).Select(i => Math.Max(a.Start[i] + a.Size[i], b.Start[i] + b.Size[i]) - start[i])],
            [.. Enumerable.Range(0, axes).Select(i => Math.Max(a.Jump[i], b.Jump[i]))],
            start);
    }
}
