using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Properties.RandomGraphs;

/// <summary>What picks, places, counts and orders elements; integers, and floats made of them.</summary>
internal static class IndexMoves
{
    public static void TopK(RandomGraph graph)
    {
        if (graph.Opset < 11 || Exact(graph, 1) is not { } x)
            return;
        long count = graph.Choose((int)x.Shape[^1]) + 1;
        graph.Add(
            "TopK", [x, graph.Integers(count)], [.. x.Shape[..^1], count], exact: true, further: 1,
            attributes: [("largest", graph.Choose(2))]);
    }

    public static void ArgMax(RandomGraph graph)
    {
        if (Exact(graph, 1) is not { } x)
            return;
        int axis = graph.Choose(x.Rank);
        long[] shape = [.. x.Shape.Select((extent, i) => i == axis ? 1 : extent)];
        RandomValue index = graph.Add(
            graph.Choose("ArgMax", "ArgMin"), [x], shape, exact: true, type: ElementType.Int64, attributes: [("axis", axis)]);
        graph.Add("Cast", [index], shape, exact: true, type: ElementType.Float32, attributes: [("to", 1)]);
    }

    /// <summary>Through integers of a type and back.</summary>
    public static void Integers(RandomGraph graph)
    {
        if (graph.Opset < 14 || Exact(graph, 0) is not { } x)
            return;
        ElementType type = graph.Choose(ElementType.Int32, ElementType.Int64, ElementType.Float64);
        RandomValue whole = graph.Add("Cast", [x], x.Shape, exact: true, type: type, attributes: [("to", (int)type)]);
        RandomValue result = graph.Choose(3) switch
        {
            0 => graph.Add("Add", [whole, whole], x.Shape, exact: true),
            1 => graph.Add("Mul", [whole, whole], x.Shape, exact: true, tame: false),
            _ => graph.Add("Abs", [whole], x.Shape, exact: true),
        };
        graph.Add("Cast", [result], x.Shape, exact: true, type: ElementType.Float32, attributes: [("to", 1)]);
    }

    public static void CumSum(RandomGraph graph)
    {
        if (graph.Opset < 11 || Tame(graph, 1) is not { } x)
            return;
        graph.Add(
            "CumSum", [x, graph.Constant(TestTensors.Int64(graph.Choose(x.Rank)))], x.Shape,
            attributes: [("exclusive", graph.Choose(2)), ("reverse", graph.Choose(2))]);
    }

    public static void Trilu(RandomGraph graph)
    {
        if (graph.Opset < 14 || Tame(graph, 2) is not { } x)
            return;
        graph.Add(
            "Trilu", [x, graph.Constant(TestTensors.Int64(graph.Choose(5) - 2))], x.Shape, exact: true,
            attributes: [("upper", graph.Choose(2))]);
    }

    public static void DepthToSpace(RandomGraph graph)
    {
        if (graph.Opset < 11 || graph.Any(v => v.IsImage && v.Shape[1] % 4 == 0) is not { } x)
            return;
        graph.Add(
            "DepthToSpace", [x], [x.Shape[0], x.Shape[1] / 4, x.Shape[2] * 2, x.Shape[3] * 2], exact: true,
            attributes: [("blocksize", 2), ("mode", graph.Choose("DCR", "CRD"))]);
    }

    public static void SpaceToDepth(RandomGraph graph)
    {
        if (graph.Any(v => v.IsImage && v.Shape[2] % 2 == 0 && v.Shape[3] % 2 == 0) is not { } x)
            return;
        graph.Add(
            "SpaceToDepth", [x], [x.Shape[0], x.Shape[1] * 4, x.Shape[2] / 2, x.Shape[3] / 2], exact: true, attributes: [("blocksize", 2)]);
    }

    public static void LayerNormalization(RandomGraph graph)
    {
        if (graph.Opset < 17 || Tame(graph, 2) is not { } x || x.Shape[^1] < 4)
            return;
        graph.Add(
            "LayerNormalization", [x, graph.Constant([x.Shape[^1]]), graph.Constant([x.Shape[^1]])], x.Shape,
            attributes: [("axis", -1), ("epsilon", 0.1f)]);
    }

    public static void Scatter(RandomGraph graph)
    {
        if (graph.Opset < 18 || Tame(graph, 1) is not { } x)
            return;
        int axis = graph.Choose(x.Rank);
        long[] shape = [.. x.Shape.Select((extent, i) => i == axis ? 1 : extent)];
        Tensor indices = new(ElementType.Int64, new Shape(shape));
        indices.Span<long>().Fill(graph.Choose((int)x.Shape[axis]));
        graph.Add(
            "ScatterElements", [x, graph.Constant(indices), graph.Constant(shape)], x.Shape, exact: true,
            attributes: [("axis", axis), ("reduction", graph.Choose("none", "add", "max"))]);
    }

    /// <summary>The product of a value with its own transpose, by Einsum or by MatMul of what the graph computes.</summary>
    public static void Product(RandomGraph graph)
    {
        if (graph.Opset < 12 || Tame(graph, 2) is not { Rank: 2, Elements: < 4000 } x || x.Shape[0] > 40)
            return;
        graph.Add("Einsum", [x, x], [x.Shape[0], x.Shape[0]], tame: false, attributes: [("equation", "ij,kj->ik")]);
    }

    private static RandomValue? Exact(RandomGraph graph, int rank) =>
        graph.Any(v => v is { Type: ElementType.Float32, IsExact: true, IsTame: true, Elements: < 5000 } && v.Rank >= rank);

    private static RandomValue? Tame(RandomGraph graph, int rank) =>
        graph.Any(v => v is { Type: ElementType.Float32, IsTame: true, Elements: < 5000 } && v.Rank >= rank);
}
