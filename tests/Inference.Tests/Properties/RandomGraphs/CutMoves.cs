using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Properties.RandomGraphs;

/// <summary>
/// What a plan is cut at: results and shapes that depend on data, computed branches and loops. Each ends in a shape that is known, so that
/// any move may follow.
/// </summary>
internal static class CutMoves
{
    /// <summary>The sum of the elements above a bound, by their positions.</summary>
    public static void NonZero(RandomGraph graph)
    {
        if (graph.Opset < 13 || Exact(graph) is not { } x)
            return;
        RandomValue bound = graph.Constant(TestTensors.Float(0.25f));
        RandomValue holds = graph.Add("Greater", [x, bound], x.Shape, exact: true, type: ElementType.Bool);
        RandomValue positions = graph.AddHidden("NonZero", [holds], ElementType.Int64);
        RandomValue rows = graph.AddHidden("Transpose", [positions], ElementType.Int64, ("perm", new long[] { 1, 0 }));
        RandomValue found = graph.AddHidden("GatherND", [x, rows], x.Type);
        graph.Add("ReduceSum", [found, graph.Integers(0)], [1], attributes: [("keepdims", 1)]);
    }

    /// <summary>Repeats along the last axis, as often as an element says, and takes the largest.</summary>
    public static void Tile(RandomGraph graph)
    {
        if (graph.Opset < 18 || Exact(graph) is not { Rank: 2 } x)
            return;
        RandomValue most = graph.Add("ReduceMax", [x], [1, 1], exact: true, attributes: [("keepdims", 1)]);
        RandomValue bounded = graph.Add(
            "Clip", [most, graph.Constant(TestTensors.Float(1)), graph.Constant(TestTensors.Float(3))], [1, 1], exact: true);
        RandomValue count = graph.AddHidden("Cast", [bounded], ElementType.Int64, ("to", (int)ElementType.Int64));
        RandomValue flat = graph.AddHidden("Reshape", [count, graph.Integers(1)], ElementType.Int64);
        RandomValue repeats = graph.AddHidden("Concat", [graph.Integers(1), flat], ElementType.Int64, ("axis", 0));
        RandomValue tiled = graph.AddHidden("Tile", [x, repeats], x.Type);
        graph.Add("ReduceMax", [tiled, graph.Integers(1)], [x.Shape[0], 1], exact: true, attributes: [("keepdims", 1)]);
    }

    public static void If(RandomGraph graph)
    {
        if (graph.Opset < 13 || Exact(graph) is not { } x)
            return;
        RandomValue holds = Holds(graph, x);
        string captured = x.Name;
        string[] operations = [graph.Choose("Relu", "Neg", "Identity"), graph.Choose("Abs", "Neg", "Sigmoid")];
        OnnxModelBuilder Branch(int i) =>
            new OnnxModelBuilder(graph.Opset).Node(operations[i], captured, $"{holds.Name}_{i}").Output($"{holds.Name}_{i}");
        graph.Add("If", [holds], x.Shape, type: x.Type, attributes: [("then_branch", Branch(0)), ("else_branch", Branch(1))]);
    }

    /// <summary>v = v / 2 + x, a few times, which are known or computed.</summary>
    public static void Loop(RandomGraph graph)
    {
        if (graph.Opset < 13 || Exact(graph) is not { } x)
            return;
        RandomValue trips = graph.Constant(TestTensors.Int64(graph.Choose(4)));
        if (graph.Choose(2) == 1)
        {
            RandomValue holds = Holds(graph, x);
            trips = graph.AddHidden("Cast", [holds], ElementType.Int64, ("to", (int)ElementType.Int64));
        }

        string n = trips.Name;
        Dimension[] shape = [.. x.Shape.Select(extent => (Dimension)extent)];
        OnnxModelBuilder body = new OnnxModelBuilder(graph.Opset).Input($"{n}i", ElementType.Int64).Input($"{n}c", ElementType.Bool)
            .Input($"{n}v", shape).Node("Add", [$"{n}v", $"{n}v"], [$"{n}d"]).Node("Sub", [x.Name, $"{n}d"], [$"{n}w"])
            .Node("Identity", $"{n}c", $"{n}g").Output($"{n}g", ElementType.Bool).Output($"{n}w");
        graph.Add("Loop", [trips, RandomValue.None, x], x.Shape, type: x.Type, attributes: [("body", body)]);
    }

    private static RandomValue Holds(RandomGraph graph, RandomValue x)
    {
        RandomValue first = graph.AddHidden("Reshape", [x, graph.Integers(-1)], x.Type);
        RandomValue element = graph.AddHidden("Gather", [first, graph.Constant(TestTensors.Int64(0))], x.Type);
        return graph.AddHidden("Greater", [element, graph.Constant(TestTensors.Float(0.25f))], ElementType.Bool);
    }

    // Jumps need the same bits everywhere.
    private static RandomValue? Exact(RandomGraph graph) =>
        graph.Any(v => v is { Type: ElementType.Float32, IsExact: true, IsTame: true, Rank: > 0, Elements: < 5000 });
}
