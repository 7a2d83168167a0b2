namespace Fovea.Inference.Tests.Properties.RandomGraphs;

/// <summary>What moves elements or takes them together along axes.</summary>
internal static class ShapeMoves
{
    public static void Transpose(RandomGraph graph)
    {
        if (Value(graph, 2) is not { } x)
            return;
        int[] order = [.. Enumerable.Range(0, x.Rank)];
        for (int i = x.Rank - 1; i > 0; i--)
        {
            int j = graph.Choose(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        graph.Add("Transpose", [x], [.. order.Select(axis => x.Shape[axis])], exact: true, attributes: [("perm", order)]);
    }

    public static void Reshape(RandomGraph graph)
    {
        if (Value(graph, 1) is not { } x)
            return;
        long[] shape = graph.Choose(3) switch
        {
            0 => [x.Shape[0], x.Elements / x.Shape[0]],
            1 => [1, x.Shape[0], x.Elements / x.Shape[0], 1],
            _ => [x.Elements],
        };
        long[] written = [.. shape];
        written[graph.Choose(shape.Length)] = -1;
        graph.Add("Reshape", [x, graph.Integers(written)], shape, exact: true);
    }

    public static void Slice(RandomGraph graph)
    {
        if (Value(graph, 1) is not { } x)
            return;
        int axis = graph.Choose(x.Rank);
        long extent = x.Shape[axis];
        long start = graph.Choose((int)extent);
        long end = start + 1 + graph.Choose((int)(extent - start));
        long step = graph.Opset >= 10 ? graph.Choose(1, 2) : 1;
        long[] shape = [.. x.Shape];
        shape[axis] = (end - start + step - 1) / step;
        if (graph.Opset < 10)
        {
            graph.Add(
                "Slice", [x], shape, exact: true,
                attributes: [("axes", new long[] { axis }), ("starts", new[] { start }), ("ends", new[] { end })]);
            return;
        }

        graph.Add(
            "Slice", [x, graph.Integers(start), graph.Integers(end), graph.Integers(axis - x.Rank), graph.Integers(step)], shape,
            exact: true);
    }

    public static void Split(RandomGraph graph)
    {
        if (graph.Any(v => v.Rank > 0 && v.Shape[Math.Min(1, v.Rank - 1)] > 1) is not { } x)
            return;
        int axis = Math.Min(1, x.Rank - 1);
        long first = 1 + graph.Choose((int)x.Shape[axis] - 1);
        long[] parts = [first, x.Shape[axis] - first];
        long[][] shapes = [.. parts.Select(part => x.Shape.Select((extent, i) => i == axis ? part : extent).ToArray())];
        if (graph.Opset < 13)
            graph.AddSeveral("Split", x, shapes, [], ("axis", axis), ("split", parts));
        else
            graph.AddSeveral("Split", x, shapes, [graph.Integers(parts)], ("axis", axis));
    }

    public static void Concat(RandomGraph graph)
    {
        if (Value(graph, 1) is not { } a)
            return;
        int axis = graph.Choose(2) == 0 ? Math.Min(1, a.Rank - 1) : graph.Choose(a.Rank);
        if (graph.Any(v => v.Type == a.Type && v.Rank == a.Rank && v.Shape.Index().All(e => e.Index == axis || e.Item == a.Shape[e.Index]))
            is not { } b)
            return;
        long[] shape = [.. a.Shape];
        shape[axis] += b.Shape[axis];
        if (shape.Aggregate(1L, (n, e) => n * e) < 20_000)
            graph.Add("Concat", [a, b], shape, exact: true, attributes: [("axis", axis)]);
    }

    public static void Squeeze(RandomGraph graph)
    {
        if (graph.Opset < 13 || Value(graph, 0) is not { } x)
            return;
        int axis = Array.IndexOf(x.Shape, 1);
        if (axis >= 0 && graph.Choose(2) == 0)
            graph.Add("Squeeze", [x, graph.Integers(axis)], [.. x.Shape[..axis], .. x.Shape[(axis + 1)..]], exact: true);
        else if (x.Rank < 5)
            graph.Add("Unsqueeze", [x, graph.Integers(-1)], [.. x.Shape, 1], exact: true);
    }

    public static void Gather(RandomGraph graph)
    {
        if (Value(graph, 1) is not { } x)
            return;
        int axis = graph.Choose(x.Rank);
        long[] indices = [.. Enumerable.Range(0, graph.Choose(3) + 1).Select(_ => (long)graph.Choose((int)x.Shape[axis]))];
        long[] shape = [.. x.Shape];
        shape[axis] = indices.Length;
        graph.Add("Gather", [x, graph.Integers(indices)], shape, exact: true, attributes: [("axis", axis)]);
    }

    public static void Expand(RandomGraph graph)
    {
        if (graph.Opset < 8 || graph.Any(v => v.Shape.Contains(1) && v.Elements < 2000) is not { } x)
            return;
        long[] shape = [.. x.Shape];
        shape[Array.IndexOf(shape, 1)] = graph.Choose(3) + 1;
        graph.Add("Expand", [x, graph.Integers(shape)], shape, exact: true);
    }

    public static void Reduce(RandomGraph graph)
    {
        string operation = graph.Choose("ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceL2");
        if (!GraphMoves.Has(operation)
            || graph.Any(v => v is { Type: ElementType.Float32, IsTame: true, Rank: > 0 }) is not { } x)
            return;
        int[] axes = graph.Choose(2) == 0 || x.Rank < 4 ? [x.Rank - 1] : [2, 3];
        long keep = graph.Choose(2);
        long[] shape = [.. x.Shape.Select((e, i) => axes.Contains(i) ? 1 : e).Where((_, i) => keep == 1 || !axes.Contains(i))];
        bool byInput = graph.Opset >= (operation == "ReduceSum" ? 13 : 18);
        RandomValue[] inputs = byInput ? [x, graph.Integers([.. axes.Select(a => (long)a)])] : [x];
        (string, object)[] attributes = byInput ? [("keepdims", keep)] : [("keepdims", keep), ("axes", axes)];
        graph.Add(operation, inputs, shape, exact: operation is "ReduceMax" or "ReduceMin", attributes: attributes);
    }

    public static void Softmax(RandomGraph graph)
    {
        if (graph.Any(v => v is { Type: ElementType.Float32, IsTame: true, Rank: > 1 }) is { } x)
            graph.Add("Softmax", [x], x.Shape, attributes: [("axis", graph.Choose(x.Rank - 1) + 1)]);
    }

    public static void Dense(RandomGraph graph)
    {
        if (graph.Any(v => v is { Type: ElementType.Float32, IsTame: true, Rank: > 1, Elements: < 10_000 }) is not { } x)
            return;
        long columns = graph.Choose<long>(3, 1, 10, 17);
        long rows = x.Shape[^1];
        if (x.Rank == 2 && graph.Choose(2) == 0)
            graph.Add(
                "Gemm", [x, graph.Constant([columns, rows]), graph.Constant([columns])], [x.Shape[0], columns],
                attributes: [("transB", 1)]);
        else
            graph.Add("MatMul", [x, graph.Constant([rows, columns])], [.. x.Shape[..^1], columns]);
    }

    private static RandomValue? Value(RandomGraph graph, int rank) => graph.Any(v => v.Rank >= rank && v.Elements < 20_000);
}
