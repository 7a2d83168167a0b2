using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.BadModels;

/// <summary>Seeds with functions, subgraphs, sequences and operators of other domains.</summary>
internal static class ControlSeeds
{
    private const string Microsoft = "com.microsoft";

    private static readonly TensorRandom Random = new(11);

    public static void AddTo(Dictionary<string, byte[]> models)
    {
        AddFunctions(models);
        AddLoops(models);
        AddSequences(models);
        AddFused(models);
    }

    /// <summary>The qualified names of the operators in a model, those of subgraphs included.</summary>
    public static IEnumerable<string> Operators(byte[] model) => NodesOf(ModelProto.Parser.ParseFrom(model).Graph)
        .Select(node => node.Domain.Length == 0 ? node.OpType : $"{node.Domain}.{node.OpType}");

    private static IEnumerable<NodeProto> NodesOf(GraphProto graph) =>
        graph.Node.Concat(graph.Node.SelectMany(node => node.Attribute).Where(a => a.G is not null).SelectMany(a => NodesOf(a.G)));

    private static void AddFunctions(Dictionary<string, byte[]> models)
    {
        OnnxModelBuilder leaky = new OnnxModelBuilder(16).Node("LeakyRelu", "x", "t").Node("Add", ["t", "b"], ["y"]);
        leaky.Model.Graph.Node[0].Attribute.Add(
            new AttributeProto { Name = "alpha", RefAttrName = "slope", Type = AttributeProto.Types.AttributeType.Float });
        OnnxModelBuilder twice = new OnnxModelBuilder(16).Domain("local", 1).Node("local", "Leaky", ["x", "b"], ["t"], ("slope", 0.5f))
            .Node("local", "Leaky", ["t", "b"], ["y"]);
        models.Add("functions", new OnnxModelBuilder(16).Domain("local", 1).Input("x", 2, 3).Input("b", 3)
            .Function("local", "Leaky", ["x", "b"], ["y"], leaky, OnnxAttributes.Write("slope", 0.25f))
            .Function("local", "Twice", ["x", "b"], ["y"], twice).Node("local", "Twice", ["x", "b"], ["y"]).Output("y").Build());
    }

    private static void AddLoops(Dictionary<string, byte[]> models)
    {
        (string, object)[] branches =
        [
            ("then_branch", new OnnxModelBuilder().Node("Neg", "x", "t").Output("t")),
            ("else_branch", new OnnxModelBuilder().Initializer("k", Random.Floats(3)).Node("Mul", ["x", "k"], ["t"]).Output("t")),
        ];
        models.Add("If", new OnnxModelBuilder(16).Input("c", ElementType.Bool).Input("x", 2, 3)
            .Node("If", ["c"], ["a"], branches).Node("Relu", "a", "y").Output("y").Build());
        models.Add("If constant", new OnnxModelBuilder(16).Initializer("c", TestTensors.Bool(true)).Input("x", 2, 3)
            .Node("If", ["c"], ["y"], branches).Output("y").Build());
        OnnxModelBuilder Body() => new OnnxModelBuilder().Input("i", ElementType.Int64).Input("c", ElementType.Bool).Input("v", 2, 3)
            .Node("Cast", "i", "f", ("to", 1)).Node("Add", ["v", "f"], ["w"]).Node("Mul", ["w", "x"], ["p"])
            .Node("Identity", "c", "go").Output("go", ElementType.Bool).Output("w").Output("p");
        models.Add("Loop", new OnnxModelBuilder(16).Initializer("m", TestTensors.Int64(3)).Input("x", 2, 3)
            .Node("Loop", ["m", "", "x"], ["y", "all"], ("body", Body())).Output("y").Output("all").Build());
        models.Add("Loop run", new OnnxModelBuilder(16).Initializer("m", TestTensors.Int64(2000)).Input("x", 2, 3)
            .Node("Loop", ["m", "", "x"], ["y", "all"], ("body", Body())).Node("Relu", "y", "z").Output("z").Output("all").Build());
        OnnxModelBuilder step = new OnnxModelBuilder().Input("v", 3).Input("p", 3).Initializer("half", TestTensors.Float(0.5f))
            .Node("Mul", ["v", "half"], ["h"]).Node("Add", ["h", "p"], ["w"]).Node("Abs", "w", "r").Output("w").Output("r");
        models.Add("Scan", new OnnxModelBuilder(16).Input("s", 3).Input("a", 4, 3)
            .Node(
                "Scan", ["s", "a"], ["y", "all"], ("body", step), ("num_scan_inputs", 1), ("scan_input_directions", new[] { 1 }),
                ("scan_output_axes", new[] { 1 })).Output("y").Output("all").Build());
        models.Add("Scan batches", new OnnxModelBuilder(8).Initializer("n", TestTensors.Int64s(4, 2)).Input("s", 2, 3)
            .Input("a", 2, 4, 3).Node("Scan", ["n", "s", "a"], ["y", "all"], ("body", step), ("num_scan_inputs", 1))
            .Output("y").Output("all").Build());
    }

    private static void AddSequences(Dictionary<string, byte[]> models)
    {
        models.Add("SequenceConstruct", new OnnxModelBuilder(16).Input("x", 2, 3).Input("z", 2, 1)
            .Initializer("p", TestTensors.Int64(1)).Node("SequenceConstruct", ["x", "z"], ["s"])
            .Node("SequenceInsert", ["s", "z", "p"], ["t"])
            .Node("SequenceErase", ["t", "p"], ["u"]).Node("SequenceAt", ["u", "p"], ["a"]).Node("SequenceLength", ["u"], ["n"])
            .Node("ConcatFromSequence", ["u"], ["y"], ("axis", 1)).Output("y").Output("a").Output("n", ElementType.Int64).Build());
        models.Add("SequenceEmpty", new OnnxModelBuilder(16).Input("x", 2, 3).Node("SequenceEmpty", [], ["s"])
            .Node("SequenceInsert", ["s", "x"], ["t"]).Node("ConcatFromSequence", ["t"], ["y"], ("axis", 0), ("new_axis", 1)).Output("y")
            .Build());
        models.Add("SplitToSequence", new OnnxModelBuilder(16).Input("x", 2, 6).Initializer("n", TestTensors.Int64s(1, 5))
            .Initializer("p", TestTensors.Int64(-1)).Node("SplitToSequence", ["x", "n"], ["s"], ("axis", 1))
            .Node("SequenceAt", ["s", "p"], ["y"]).Output("y").Build());
    }

    private static void AddFused(Dictionary<string, byte[]> models)
    {
        OnnxModelBuilder Start() => new OnnxModelBuilder(13).Domain(Microsoft, 1);
        models.Add("FusedConv", Start().Input("x", 1, 4, 5, 6).Initializer("w", Random.Floats(3, 4, 3, 3)).Input("z", 1, 3, 3, 4)
            .Node(
                Microsoft, "FusedConv", ["x", "w", "", "z"], ["y"], ("activation", "Clip"), ("activation_params", new[] { -1f, 1f }))
            .Output("y").Build());
        models.Add("FusedGemm", Start().Input("x", 3, 5).Initializer("w", Random.Floats(5, 7))
            .Node(Microsoft, "FusedGemm", ["x", "w"], ["y"], ("activation", "Relu")).Output("y").Build());
        models.Add("FusedMatMul", Start().Input("x", 2, 3, 5).Input("z", 2, 4, 5)
            .Node(Microsoft, "FusedMatMul", ["x", "z"], ["y"], ("transB", 1), ("alpha", 0.5f)).Output("y").Build());
        models.Add("gelus", Start().Input("x", 2, 3, 8).Initializer("b", Random.Floats(8)).Node(Microsoft, "Gelu", ["x"], ["p"])
            .Node(Microsoft, "BiasGelu", ["p", "b"], ["q"]).Node(Microsoft, "FastGelu", ["q", "b"], ["r"])
            .Node(Microsoft, "QuickGelu", ["r"], ["y"]).Output("y").Build());
        models.Add("norms", Start().Input("x", 2, 3, 8).Initializer("g", Random.Floats(8))
            .Node(Microsoft, "SkipLayerNormalization", ["x", "x", "g", "g", "g"], ["a", "", "", "b"])
            .Node(Microsoft, "SkipSimplifiedLayerNormalization", ["a", "b", "g"], ["c"])
            .Node("SimplifiedLayerNormalization", ["c", "g"], ["y"], ("axis", -1)).Output("y").Build());
    }
}
