using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Graphs;

/// <summary>What a graph guarantees of its outputs: the ends of classifiers, as exporters write them.</summary>
public sealed class ValueRangesTests
{
    private const int Classes = 5;
    private static readonly double[] Any = [double.NegativeInfinity, double.PositiveInfinity];

    /// <summary>What follows the logits 'x' [2,5], up to 'y'; the bounds of 'y'; the operators that they come from.</summary>
    public static TheoryData<string, double[], string> Ends() => new()
    {
        { "Softmax x y", [0, 1], "Softmax" },
        { "Sigmoid x y", [0, 1], "Sigmoid" },
        { "HardSigmoid x y", [0, 1], "HardSigmoid" },
        { "Softmax x a; Identity a y", [0, 1], "Softmax -> Identity" },
        { "Softmax x a; Clip a zero one y", [0, 1], "Softmax -> Clip" },
        { "Softmax x a; Clip a small one y", [1e-7, 1], "Softmax -> Clip" },
        { "Softmax x a; Transpose a b; Transpose b y", [0, 1], "Softmax -> Transpose -> Transpose" },
        { "Softmax x a; Reshape a back y", [0, 1], "Softmax -> Reshape" },
        { "Softmax x a; Unsqueeze a first b; ReduceMean b y", [0, 1], "Softmax -> Unsqueeze -> ReduceMean" },
        { "Softmax x a; ReduceMax a y", [0, 1], "Softmax -> ReduceMax" },
        { "Softmax x a; Sigmoid x b; Concat a b y", [0, 1], "Softmax -> Concat" },
        { "Sigmoid x a; Sub one a b; Concat b a y", [0, 1], "Sigmoid -> Sub -> Concat" },
        { "Sigmoid x a; Neg a b; Add b one y", [0, 1], "Sigmoid -> Neg -> Add" },
        { "Softmax x a; Sigmoid x b; Add a b c; Div c two y", [0, 1], "Softmax -> Add -> Div" },
        { "Softmax x a; Sigmoid x b; Sum a b c; Mul c half y", [0, 1], "Softmax -> Sum -> Mul" },
        { "Softmax x a; Sigmoid x b; Mul a b y", [0, 1], "Softmax -> Mul" },
        { "Softmax x a; Slice a s e l y", [0, 1], "Softmax -> Slice" },
        { "Tanh x a; Add a one b; Mul b half y", [0, 1], "Tanh -> Add -> Mul" },
        { "Clip x zero one y", [0, 1], "Clip" },
        { "Exp x a; ReduceSum a l b; Div a b y", [0, 1], "Div" },
        { "Exp x a; ReduceMean a b; Mul b five c; Div a c y", [0, 1], "Div" },
        { "Exp x a; ReduceMean a b; Div a b c; Div c five y", [0, 1], "Div -> Div" },
        { "ReduceMax x m; Sub x m d; Exp d a; ReduceSum a l b; Div a b y", [0, 1], "Div" },
        { "Exp x a; ReduceSum a l b; Add b small c; Div a c y", [0, 1], "Div" },
        { "Exp x a; ReduceSum a l b; Clip b small none c; Div a c y", [0, 1], "Div" },
        { "Exp x a; ReduceSum a l b; Expand b full c; Div a c y", [0, 1], "Div" },
        { "Relu x a; ReduceSum a l b; Add b small c; Div a c y", [0, 1], "Div" },
        { "Exp x a; ReduceSum a l b; Squeeze b l c; Unsqueeze c l d; Div a d y", [0, 1], "Div" },
        { "Exp x a; ReduceSum a l b; Reshape b rows c; Div a c y", [0, 1], "Div" },
        { "Exp x a; ReduceSum a l b; Reciprocal b c; Mul a c y", [0, 1], "Mul" },
        { "Exp x a; ReduceSum a l b; Reciprocal b c; Mul c a y", [0, 1], "Mul" },
        { "Exp x a; ReduceMean a b; Mul b five c; Reciprocal c d; Mul a d y", [0, 1], "Mul" },
        { "Exp x a; Identity a i; ReduceSum i l b; Div a b y", [0, 1], "Div" },
        { "Exp x a; Add a one b; Div a b y", [0, 1], "Div" },
        { "Exp x a; Add one a b; Reciprocal b y", [0, 1], "Reciprocal" },
        { "Exp x a; Add one a b; Pow b minus y", [0, 1], "Pow" },
        { "Softmax x a; Pow a two y", [0, 1], "Softmax -> Pow" },
        { "Exp x a; ReduceMean a b; Div a b y", [0, 5], "Div" },
        { "Softmax x a; Mul a five y", [0, 5], "Softmax -> Mul" },
        { "Softmax x a; Log a y", [double.NegativeInfinity, 0], "Softmax -> Log" },
        { "Tanh x y", [-1, 1], "Tanh" },
        { "Relu x y", [0, double.PositiveInfinity], "Relu" },
        { "Exp x y", [0, double.PositiveInfinity], "Exp" },
        { "Exp x a; ReduceSum a l b; Div x b y", Any, "Div" },
        { "ReduceSum x l b; Div x b y", Any, "Div" },
        { "Exp x a; ReduceSum a l b; Reciprocal b c; Add c one d; Mul a d y", Any, "Mul" },
        { "Exp x a; ReduceSum a l b; Tanh x c; Mul b c d; Div a d y", Any, "Div" },
        { "Exp x a; ReduceSum a l b; Tanh x c; Div b c d; Div a d y", Any, "Div" },
        { "Identity x y", Any, "Identity" },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void The_bounds_of_an_output_follow_from_the_graph(string nodes, double[] bounds, string operators)
    {
        byte[] model = Build(nodes);
        using InferenceModel loaded = TestEngines.Best.Load(model, "test.onnx");
        var shape = new Shape(2, Classes);
        ValueBounds found = loaded.BoundsOf([shape], "y");
        Assert.Equal(bounds[0], found.Min, 1e-6);
        Assert.Equal(bounds[1], found.Max, 1e-6);
        Assert.Equal(operators, string.Join(" -> ", found.Operators));

        // What ONNX Runtime computes lies within.
        foreach (int seed in new[] { 1, 2, 3 })
        {
            Tensor x = new TensorRandom(seed).Floats(shape, -8, 8);
            double[] values = OnnxRuntimeOracle.Run(model, [x])[0].ToDoubles();
            Assert.All(values, value => Assert.InRange(value, found.Min - 1e-5, found.Max + 1e-5));
        }
    }

    [Fact]
    public void A_sum_along_another_axis_bounds_nothing()
    {
        // Along axis 0 and without it, the sums meet other elements than they were made of.
        byte[] model = new OnnxModelBuilder(11).Input("x", Classes, Classes).Node("Exp", "x", "a")
            .Node("ReduceSum", "a", "b", ("axes", new long[] { 1 }), ("keepdims", 0L)).Node("Div", ["a", "b"], ["y"]).Output("y").Build();
        using InferenceModel loaded = TestEngines.Best.Load(model, "test.onnx");
        Assert.Equal(double.PositiveInfinity, loaded.BoundsOf([new Shape(Classes, Classes)], "y").Max);
    }

    [Fact]
    public void A_sum_that_becomes_a_row_bounds_nothing()
    {
        byte[] model = new OnnxModelBuilder(13).Input("x", Classes, Classes)
            .Initializer("along", TestTensors.Int64s(1)).Initializer("row", TestTensors.Int64s(1, Classes))
            .Node("Exp", "x", "a").Node("ReduceSum", ["a", "along"], ["b"]).Node("Reshape", ["b", "row"], ["c"])
            .Node("Div", ["a", "c"], ["y"]).Output("y").Build();
        using InferenceModel loaded = TestEngines.Best.Load(model, "test.onnx");
        Assert.Equal(double.PositiveInfinity, loaded.BoundsOf([new Shape(Classes, Classes)], "y").Max);
    }

    [Theory]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.Float64)]
    public void A_cast_to_floats_keeps_the_bounds(ElementType type)
    {
        byte[] model = new OnnxModelBuilder().Input("x", 1, Classes).Node("Softmax", "x", "a").Node("Cast", "a", "y", ("to", (long)type))
            .Output("y", type).Build();
        using InferenceModel loaded = TestEngines.Best.Load(model, "test.onnx");
        ValueBounds bounds = loaded.BoundsOf([new Shape(1, Classes)], "y");
        Assert.Equal((0, 1, "Softmax -> Cast"), (bounds.Min, bounds.Max, string.Join(" -> ", bounds.Operators)));
    }

    [Fact]
    public void Pixels_as_bytes_are_bounded_by_their_type()
    {
        byte[] model = new OnnxModelBuilder().Input("x", ElementType.UInt8, 1, 3).Node("Cast", "x", "y", ("to", (long)ElementType.Float32))
            .Output("y").Build();
        using InferenceModel loaded = TestEngines.Best.Load(model, "test.onnx");
        ValueBounds bounds = loaded.BoundsOf([new Shape(1, 3)], "y");
        Assert.Equal((0, 255), (bounds.Min, bounds.Max));
    }

    // Nodes as "Operator input... output", separated by semicolons.
    private static byte[] Build(string nodes)
    {
        OnnxModelBuilder builder = new OnnxModelBuilder(13).Input("x", Dimension.Named("N"), Classes)
            .Initializer("zero", TestTensors.Float(0)).Initializer("one", TestTensors.Float(1)).Initializer("two", TestTensors.Float(2))
            .Initializer("half", TestTensors.Float(0.5f)).Initializer("five", TestTensors.Float(Classes))
            .Initializer("minus", TestTensors.Float(-1)).Initializer("small", TestTensors.Float(1e-7f))
            .Initializer("first", TestTensors.Int64s(0))
            .Initializer("s", TestTensors.Int64s(1)).Initializer("e", TestTensors.Int64s(2)).Initializer("l", TestTensors.Int64s(1))
            .Initializer("back", TestTensors.Int64s(-1, Classes)).Initializer("full", TestTensors.Int64s(1, Classes))
            .Initializer("rows", TestTensors.Int64s(-1, 1));
        foreach (string node in nodes.Split("; "))
        {
            string[] words = node.Split(' ');
            string[] inputs = [.. words[1..^1].Select(input => input == "none" ? "" : input)];
            (string, object)[] attributes = words[0] switch
            {
                "Softmax" or "Concat" => [("axis", -1L)],
                "ReduceMean" => [("axes", new[] { inputs[0] == "b" ? 0L : 1L })],
                "ReduceMax" => [("axes", new[] { 1L })],
                "Transpose" => [("perm", new[] { 1L, 0L })],
                _ => [],
            };
            builder.Node(words[0], inputs, [words[^1]], attributes);
        }

        return builder.Output("y").Build();
    }
}
