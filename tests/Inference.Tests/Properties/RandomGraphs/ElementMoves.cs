using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Properties.RandomGraphs;

/// <summary>Element-wise functions, with broadcasting.</summary>
internal static class ElementMoves
{
    public static void Activate(RandomGraph graph)
    {
        if (graph.Any(v => v.Type == ElementType.Float32) is not { } x)
            return;
        string operation = graph.Choose(
            "Relu", "Sigmoid", "Tanh", "LeakyRelu", "Abs", "Neg", "HardSigmoid", "Identity", "Erf", "Elu", "Softplus", "Selu", "Floor",
            "Ceil", "Round", "Sign");
        int since = operation switch { "Erf" or "Sign" => 9, "Round" => 11, _ => 1 };
        bool jumps = operation is "Floor" or "Ceil" or "Round" or "Sign";
        if (graph.Opset < since || !GraphMoves.Has(operation) || (jumps && !x.IsExact))
            return;
        bool exact = jumps || operation is "Relu" or "Abs" or "Neg" or "Identity";
        if (operation == "LeakyRelu")
            graph.Add(operation, [x], x.Shape, attributes: [("alpha", graph.Choose(0.1f, 0.01f, 1.5f))]);
        else
            graph.Add(operation, [x], x.Shape, exact);
    }

    public static void WithConstant(RandomGraph graph)
    {
        if (graph.Any(v => v is { Type: ElementType.Float32, Rank: > 0, IsTame: true }) is not { } x)
            return;
        string operation = graph.Choose("Add", "Mul", "Sub", "Div", "Pow", "PRelu", "Min", "Max");
        if (!GraphMoves.Has(operation) || (operation is "Min" or "Max" && graph.Opset < 8))
            return;
        long[] shape = Broadcastable(graph, x.Shape);
        if (operation == "Pow")
            graph.Add("Pow", [x, graph.Constant(TestTensors.Float(2))], x.Shape, tame: false);
        else if (operation == "Div" || graph.Choose(3) > 0)
            graph.Add(operation, [x, graph.Constant(shape, 0.5f, 1.5f)], x.Shape, exact: operation is "Min" or "Max");
        else if (operation is "Add" or "Mul" or "Sub")
            graph.Add(operation, [graph.Constant(shape), x], x.Shape);
    }

    public static void OfTwo(RandomGraph graph)
    {
        if (graph.Any(v => v.Type == ElementType.Float32) is not { } a
            || graph.Any(v => v.Type == ElementType.Float32 && Broadcast(a.Shape, v.Shape) is not null) is not { } b)
            return;
        string operation = graph.Choose("Add", "Add", "Mul", "Sub", "Max", "Min", "Sum");
        if (!GraphMoves.Has(operation) || (operation is "Min" or "Max" or "Sum" && graph.Opset < 8))
            return;
        // Products of values that are large already leave the range in which differences can be told.
        bool tame = operation != "Mul" || (a.Name.StartsWith('x') && b.Name.StartsWith('x'));
        graph.Add(operation, [a, b], Broadcast(a.Shape, b.Shape)!, exact: operation is "Max" or "Min", tame: tame);
    }

    public static void Clip(RandomGraph graph)
    {
        if (graph.Any(v => v.Type == ElementType.Float32) is not { } x)
            return;
        (float low, float high) = graph.Choose((0f, 6f), (-1f, 1f), (float.NegativeInfinity, 0.5f));
        if (graph.Opset < 11)
            graph.Add("Clip", [x], x.Shape, exact: true, attributes: [("min", low), ("max", high)]);
        else
            graph.Add("Clip", [x, graph.Constant(TestTensors.Float(low)), graph.Constant(TestTensors.Float(high))], x.Shape, exact: true);
    }

    /// <summary>x * clip(x + 3, 0, 6) / 6, as exporters write it, and near misses of it.</summary>
    public static void HardSwish(RandomGraph graph)
    {
        if (graph.Opset < 11 || graph.Any(v => v is { Type: ElementType.Float32, IsTame: true }) is not { } x)
            return;
        RandomValue shifted = graph.Add("Add", [x, graph.Constant(TestTensors.Float(graph.Choose(3f, 3f, 2.5f)))], x.Shape);
        RandomValue clipped = graph.Add(
            "Clip", [shifted, graph.Constant(TestTensors.Float(0)), graph.Constant(TestTensors.Float(graph.Choose(6f, 6f, 5f)))], x.Shape);
        RandomValue product = graph.Add("Mul", graph.Choose(2) == 0 ? [x, clipped] : [clipped, x], x.Shape);
        graph.Add("Div", [product, graph.Constant(TestTensors.Float(6))], x.Shape);
    }

    public static void Compare(RandomGraph graph)
    {
        if (!GraphMoves.Has("Where") || graph.Opset < 9 || graph.Any(v => v is { Type: ElementType.Float32, IsExact: true }) is not { } x)
            return;
        RandomValue holds = graph.Add(
            graph.Choose("Greater", "Less"), [x, graph.Constant(TestTensors.Float(0.25f))], x.Shape, exact: true, type: ElementType.Bool);
        graph.Add("Where", [holds, x, graph.Constant(TestTensors.Float(-3))], x.Shape, exact: true, type: ElementType.Float32);
    }

    private static long[] Broadcastable(RandomGraph graph, long[] shape) => graph.Choose(5) switch
    {
        0 => shape.Length > 1 ? [shape[1], .. shape.Skip(2).Select(_ => 1L)] : [1],
        1 => [],
        2 => shape,
        3 => [.. shape.Skip(1)],
        _ => [.. shape.Select((extent, i) => i == graph.Choose(shape.Length) ? 1 : extent)],
    };

    private static long[]? Broadcast(long[] a, long[] b)
    {
        var shape = new long[Math.Max(a.Length, b.Length)];
        for (int i = 1; i <= shape.Length; i++)
        {
            (long x, long y) = (i <= a.Length ? a[^i] : 1, i <= b.Length ? b[^i] : 1);
            if (x != y && x != 1 && y != 1)
                return null;
            shape[^i] = Math.Max(x, y);
        }

        return shape.Aggregate(1L, (n, extent) => n * extent) < 20_000 ? shape : null;
    }
}
