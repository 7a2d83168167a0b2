using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Plans;

/// <summary>
/// Graphs whose shapes follow from elements that the graph computes: the plan is cut, the rest is compiled for what was found.
/// </summary>
public sealed class DataDependentShapeTests
{
    private readonly TensorRandom _random = new(3);

    public static TheoryData<string> Names() => [.. Graphs.Keys];

    private static readonly string[] Integers = ["m", "from", "to", "i", "s"];

    /// <summary>Each takes x [2,3,4,5] of floats and n, integers; gives y.</summary>
    private static readonly Dictionary<string, (long[] N, Func<OnnxModelBuilder, OnnxModelBuilder> Build)> Graphs = new()
    {
        ["a shape that is an input"] = ([6, 20], b => b.Node("Reshape", ["x", "n"], ["y"])),
        ["a shape that is calculated"] = ([3, 10], b => b.Node("Add", ["n", "n"], ["m"]).Node("Reshape", ["x", "m"], ["a"])
            .Node("Relu", "a", "y")),
        ["a rest with weights"] = ([2, 3, 10, 2], b => b
            .Node("Reshape", ["x", "n"], ["a"]).Node("Conv", ["a", "w"], ["b"], ("pads", new[] { 1, 1, 1, 1 })).Node("Relu", "b", "y")),
        ["starts and ends"] = ([1, 3], b => b
            .Node("Slice", ["n", "zero", "one"], ["from"]).Node("Slice", ["n", "one", "two"], ["to"])
            .Node("Slice", ["x", "from", "to", "one"], ["y"])),
        ["pads"] = ([0, 0, 1, 2, 0, 0, 3, 1], b => b.Node("Pad", ["x", "n"], ["a"]).Node("Sigmoid", "a", "y")),
        ["axes of a mean"] = ([1, 3], b => b.Node("ReduceMean", ["x", "n"], ["y"])),
        ["axes of a mean that go"] = ([1, 3], b => b.Node("ReduceMean", ["x", "n"], ["y"], ("keepdims", 0))),
        ["axes of a mean of the channels that go"] = ([-3], b => b.Node("ReduceMean", ["x", "n"], ["a"], ("keepdims", 0))
            .Node("Relu", "a", "y")),
        ["axes that go"] = ([0, 2], b => b.Node("Unsqueeze", ["x", "zero"], ["a"]).Node("Unsqueeze", ["a", "two"], ["c"])
            .Node("Squeeze", ["c", "n"], ["y"])),
        ["axes that come"] = ([0, 3], b => b.Node("Unsqueeze", ["x", "n"], ["y"])),
        ["lengths of a split"] = ([1, 3], b => b.Node("Split", ["x", "n"], ["a", "c"], ("axis", 2)).Node("Exp", "c", "y")),
        ["a filled shape"] = ([2, 3, 1, 5], b => b.Node("ConstantOfShape", "n", "a").Node("Add", ["a", "x"], ["y"])),
        ["two cuts"] = ([4, 30], b => b
            .Node("Reshape", ["x", "n"], ["a"]).Node("ReduceMean", ["a", "one"], ["mean"], ("keepdims", 0))
            .Node("Mul", ["mean", "nothing"], ["z"])
            .Node("Cast", "z", "i", ("to", (int)ElementType.Int64)).Node("Add", ["i", "thirty"], ["s"]).Node("Reshape", ["x", "s"], ["y"])),
        ["the shape of what was cut"] = ([6, 20], b => b
            .Node("Reshape", ["x", "n"], ["a"]).Node("Shape", "a", "s").Node("ConstantOfShape", "s", "c").Node("Sub", ["a", "c"], ["y"])),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void The_result_is_ONNX_Runtimes(string name)
    {
        (long[] n, Func<OnnxModelBuilder, OnnxModelBuilder> build) = Graphs[name];
        byte[] model = build(Start(n.Length)).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [_random.Floats(2, 3, 4, 5), TestTensors.Int64s(n)], Tolerance.Accumulated);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_value_can_be_asked_for(string name)
    {
        (long[] n, Func<OnnxModelBuilder, OnnxModelBuilder> build) = Graphs[name];
        OnnxModelBuilder builder = build(Start(n.Length));
        Tensor[] inputs = [_random.Floats(2, 3, 4, 5), TestTensors.Int64s(n)];
        string[] values = [.. builder.Model.Graph.Node.SelectMany(node => node.Output)];
        foreach (string value in values)
            builder.Output(value, Integers.Contains(value) ? ElementType.Int64 : ElementType.Float32);
        byte[] model = builder.Build();
        ModelCheck.AgreesWithOnnxRuntime(model, inputs, Tolerance.Accumulated);
    }

    [Fact]
    public void Inputs_and_constants_can_be_outputs_of_a_cut_graph()
    {
        byte[] model = Start(2).Node("Reshape", ["x", "n"], ["y"])
            .Node("Identity", "one", "k").Output("x").Output("y").Output("n", ElementType.Int64)
            .Output("k", ElementType.Int64).Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [_random.Floats(2, 3, 4, 5), TestTensors.Int64s(6, 20)], Tolerance.Exact);
    }

    [Fact]
    public void What_was_compiled_for_the_same_elements_is_used_again()
    {
        using InferenceModel model = TestEngines.Best.Load(Start(2).Node("Reshape", ["x", "n"], ["y"]).Output("y").Build(), "cut.onnx");
        Tensor x = _random.Floats(2, 3, 4, 5);
        CompiledPlan plan = model.Compile([x.Shape, new Shape(2)]);
        Assert.False(plan.HasKnownShapes);
        foreach (long[] n in new long[][] { [6, 20], [20, 6], [6, 20], [-1, 20] })
            Assert.Equal(120, plan.Run([x, TestTensors.Int64s(n)])[0].Shape.ElementCount);
        Assert.Equal((3, 1), (model.ContinuationsCompiled, model.ContinuationsReused));
    }

    [Fact]
    public void Elements_that_decide_are_those_of_the_run_also_where_the_caller_uses_the_memory_again()
    {
        byte[] bytes = new OnnxModelBuilder(13).Input("x", 1, 1, 1, 2, 3).Input("n", ElementType.Int64, 10)
            .Node("Pad", ["x", "n"], ["y"]).Node("ReduceMean", "y", "mean", ("keepdims", 0))
            .Node("Cast", "mean", "i", ("to", (int)ElementType.Int64))
            .Node("Add", ["n", "i"], ["p"]).Output("y").Output("p", ElementType.Int64).Build();
        using InferenceModel model = TestEngines.Best.Load(bytes, "cut.onnx");
        Tensor x = _random.Floats(1, 1, 1, 2, 3), n = TestTensors.Int64s(new long[10]);
        CompiledPlan plan = model.Compile([x.Shape, n.Shape]);
        for (int i = 0; i < 10; i++)
        {
            n.Span<long>()[i] = 1;
            ModelCheck.Equal(OnnxRuntimeOracle.Run(bytes, [x, n]), plan.Run([x, n]), Tolerance.Accumulated, $"{i}");
        }
    }

    [Fact]
    public void A_graph_of_known_shapes_is_not_cut()
    {
        using InferenceModel model = TestEngines.Best.Load(
            Start(2).Node("Shape", "x", "s").Node("Reshape", ["x", "s"], ["y"]).Output("y").Build(), "whole.onnx");
        Assert.True(model.Compile([new Shape(2, 3, 4, 5), new Shape(2)]).HasKnownShapes);
        Assert.Equal(0, model.ContinuationsCompiled);
    }

    [Fact]
    public void A_shape_that_takes_too_much_memory_is_refused_before_any_is_taken()
    {
        using var engine = new InferenceEngine(new InferenceOptions { MaxActivationBytes = 1 << 20, Threads = 1 });
        using InferenceModel model = engine.Load(Start(4).Node("ConstantOfShape", "n", "a")
            .Node("Mul", ["a", "x"], ["y"]).Output("y").Build(), "large.onnx");
        Tensor x = _random.Floats(2, 3, 4, 5);
        CompiledPlan plan = model.Compile([x.Shape, new Shape(4)]);
        foreach (long extent in new[] { 1L << 20, 1L << 40 })
        {
            ActivationLimitException error = Assert.Throws<ActivationLimitException>(
                () => plan.Run([x, TestTensors.Int64s(extent, 1, 1, 1)]));
            Assert.StartsWith("large.onnx: ", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(new Shape(2, 3, 4, 5), plan.Run([x, TestTensors.Int64s(1, 1, 1, 1)])[0].Shape);
    }

    [Fact]
    public void A_pad_that_takes_too_much_memory_is_refused()
    {
        using var engine = new InferenceEngine(new InferenceOptions { MaxActivationBytes = 1 << 20, Threads = 1 });
        using InferenceModel model = engine.Load(Start(8).Node("Pad", ["x", "n"], ["a"])
            .Node("Relu", "a", "y").Output("y").Build(), "large.onnx");
        Tensor x = _random.Floats(2, 3, 4, 5);
        CompiledPlan plan = model.Compile([x.Shape, new Shape(8)]);
        Assert.Throws<ActivationLimitException>(() => plan.Run([x, TestTensors.Int64s(0, 0, 0, 100_000, 0, 0, 0, 0)]));
        Assert.Equal(new Shape(2, 3, 4, 6), plan.Run([x, TestTensors.Int64s(0, 0, 0, 1, 0, 0, 0, 0)])[0].Shape);
    }

    [Fact]
    public void Elements_that_contradict_the_data_are_an_error_of_the_run()
    {
        using InferenceModel model = TestEngines.Best.Load(Start(2).Node("Reshape", ["x", "n"], ["y"]).Output("y").Build(), "cut.onnx");
        Tensor x = _random.Floats(2, 3, 4, 5);
        CompiledPlan plan = model.Compile([x.Shape, new Shape(2)]);
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => plan.Run([x, TestTensors.Int64s(7, 20)]));
        Assert.Contains("(Reshape)", error.Message, StringComparison.Ordinal);
        Assert.Equal(new Shape(6, 20), plan.Run([x, TestTensors.Int64s(6, 20)])[0].Shape);
    }

    [Fact]
    public void The_memory_of_outputs_cannot_be_given()
    {
        using InferenceModel model = TestEngines.Best.Load(Start(2).Node("Reshape", ["x", "n"], ["y"]).Output("y").Build(), "cut.onnx");
        Tensor x = _random.Floats(2, 3, 4, 5);
        CompiledPlan plan = model.Compile([x.Shape, new Shape(2)]);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => plan.Run([x, TestTensors.Int64s(6, 20)], [_random.Floats(6, 20)]));
        Assert.Contains("cut.onnx", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => plan.Outputs[0].Shape);
        Assert.Equal("[?,?]", plan.Outputs[0].DeclaredShape.ToString());
    }

    [Fact]
    public void Constants_of_one_plan_do_not_stay_with_the_model()
    {
        using var engine = new InferenceEngine(new InferenceOptions { PlansPerModel = 2, Threads = 1 });
        using InferenceModel model = engine.Load(Start(2).Node("ConstantOfShape", "n", "a").Node("Exp", "a", "b")
            .Node("Concat", ["b", "b"], ["c"], ("axis", 0))
            .Node("Gather", ["c", "zero"], ["d"]).Node("Relu", "d", "y").Output("y").Output("c").Build(), "filled.onnx");
        CompiledPlan plan = model.Compile([new Shape(2, 3, 4, 5), new Shape(2)]);
        Tensor x = _random.Floats(2, 3, 4, 5);
        plan.Run([x, TestTensors.Int64s(2, 3)]);
        long before = model.ConstantBytes;
        for (int i = 1; i < 20; i++)
            Assert.Equal(new Shape(1, 1000 + i), plan.Run([x, TestTensors.Int64s(7, 1000 + i)])[0].Shape);
        Assert.Equal(before, model.ConstantBytes);
    }

    private OnnxModelBuilder Start(int elements) => new OnnxModelBuilder(18)
        .Input("x", 2, 3, 4, 5).Input("n", ElementType.Int64, elements)
        .Initializer("zero", TestTensors.Int64s(0)).Initializer("one", TestTensors.Int64s(1)).Initializer("two", TestTensors.Int64s(2))
        .Initializer("thirty", TestTensors.Int64s(30, 4, 1, 1)).Initializer("nothing", TestTensors.Floats(0, 0, 0, 0))
        .Initializer("w", _random.Floats(4, 3, 3, 3));
}
