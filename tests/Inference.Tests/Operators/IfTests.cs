using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class IfTests
{
    private readonly TensorRandom _random = new(3);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_computed_condition_chooses_the_branch_of_each_run(bool condition)
    {
        byte[] model = Branches(new OnnxModelBuilder(13).Input("c", ElementType.Bool, 1).Input("x", 2, 3, 5, 7)).Build();
        ModelCheck.AgreesWithOnnxRuntime(
            model, [Tensor.From<bool>(new Shape(1), [condition]), _random.Floats(2, 3, 5, 7)], Tolerance.Accumulated);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_constant_condition_leaves_its_branch_only(bool condition)
    {
        byte[] model = Branches(
            new OnnxModelBuilder(13).Input("x", 2, 3, 5, 7).Initializer("c", TestTensors.Bool(condition))).Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [_random.Floats(2, 3, 5, 7)], Tolerance.Accumulated);
        using InferenceModel loaded = TestEngines.Best.Load(model, "if.onnx");
        Assert.Equal(condition, loaded.GraphText.Contains("Conv", StringComparison.Ordinal));
        Assert.True(loaded.Compile([new Shape(2, 3, 5, 7)]).HasKnownShapes);
    }

    [Fact]
    public void Both_branches_are_compiled_once()
    {
        using InferenceModel model = TestEngines.Best.Load(
            Branches(new OnnxModelBuilder(13).Input("c", ElementType.Bool, 1).Input("x", 2, 3, 5, 7)).Build(), "if.onnx");
        Tensor x = _random.Floats(2, 3, 5, 7);
        foreach (bool condition in new[] { true, false, true, false, true })
            model.Run(("c", Tensor.From<bool>(new Shape(1), [condition])), ("x", x));
        Assert.Equal((2, 3), (model.ContinuationsCompiled, model.ContinuationsReused));
    }

    [Fact]
    public void A_condition_on_shapes_is_known_when_a_plan_is_compiled()
    {
        byte[] model = new OnnxModelBuilder(13).Input("x", Dimension.Named("n"), 3)
            .Initializer("one", TestTensors.Int64s(1)).Initializer("zero", TestTensors.Int64s(0))
            .Node("Shape", "x", "s").Node("Gather", ["s", "zero"], ["n"]).Node("Sub", ["n", "one"], ["d"])
            .Node("Cast", "d", "c", ("to", (int)ElementType.Bool))
            .Node(
                "If", ["c"], ["y"], ("then_branch", new OnnxModelBuilder().Node("Identity", "x", "t").Output("t")),
                ("else_branch", new OnnxModelBuilder().Node("Squeeze", ["x", "zero"], ["t"]).Output("t")))
            .Output("y").Build();
        foreach (int n in new[] { 1, 4 })
        {
            ModelCheck.AgreesWithOnnxRuntime(model, [_random.Floats(n, 3)], Tolerance.Exact);
            using InferenceModel loaded = TestEngines.Best.Load(model, "if.onnx");
            Assert.True(loaded.Compile([new Shape(n, 3)]).HasKnownShapes);
        }
    }

    [Fact]
    public void Branches_inside_of_branches_capture_from_all_around()
    {
        OnnxModelBuilder Inner(string by) => new OnnxModelBuilder().Node("Mul", ["x", by], ["q"]).Output("q");
        OnnxModelBuilder outer = new OnnxModelBuilder().Node("Add", ["x", "x"], ["twice"])
            .Node("If", ["d"], ["r"], ("then_branch", Inner("twice")), ("else_branch", Inner("x"))).Output("r");
        byte[] model = new OnnxModelBuilder(13).Input("c", ElementType.Bool).Input("d", ElementType.Bool).Input("x", 4)
            .Node(
                "If", ["c"], ["y"], ("then_branch", outer),
                ("else_branch", new OnnxModelBuilder().Node("Neg", "x", "t").Output("t"))).Output("y").Build();
        Tensor x = _random.Floats(4);
        foreach ((bool c, bool d) in new[] { (true, true), (true, false), (false, true) })
        {
            ModelCheck.AgreesWithOnnxRuntime(
                model, [TestTensors.Bool(c), TestTensors.Bool(d), x], Tolerance.Exact);
        }
    }

    [Fact]
    public void A_branch_may_give_a_value_twice_and_what_it_captures()
    {
        byte[] model = new OnnxModelBuilder(13).Input("c", ElementType.Bool).Input("x", 3)
            .Node(
                "If", ["c"], ["y", "z"], ("then_branch", new OnnxModelBuilder().Node("Neg", "x", "t").Output("t").Output("t")),
                ("else_branch", new OnnxModelBuilder().Output("x").Output("x")))
            .Node("Abs", "y", "a").Output("y").Output("z").Output("a").Build();
        Tensor x = TestTensors.Floats(1, -2, 3);
        foreach ((bool condition, float[] expected) in new (bool, float[])[] { (true, [-1f, 2, -3]), (false, [1, -2, 3]) })
        {
            Tensor[] results = TestEngines.Best.Run(model, [TestTensors.Bool(condition), x]);
            Assert.All(results.Take(2), result => Assert.Equal(expected, result.Span<float>().ToArray()));
        }
    }

    [Theory]
    [InlineData("then_branch", "is missing")]
    [InlineData("more", "reads 'nowhere', which no node, input or initialiser defines")]
    public void Wrong_branches_are_refused(string fault, string message)
    {
        OnnxModelBuilder Good() => new OnnxModelBuilder().Node("Neg", fault == "more" ? "nowhere" : "x", "t").Output("t");
        OnnxModelBuilder builder = new OnnxModelBuilder(13).Input("c", ElementType.Bool).Input("x", 4)
            .Node("If", ["c"], ["y"], (fault == "then_branch" ? "no_branch" : "then_branch", Good()), ("else_branch", Good()));
        RefusedModel.With(() => TestEngines.Best.Load(builder.Output("y").Build(), "if.onnx"), message);
    }

    private OnnxModelBuilder Branches(OnnxModelBuilder builder) => builder
        .Initializer("w", _random.Floats(4, 3, 3, 3)).Node("Relu", "x", "a")
        .Node(
            "If", ["c"], ["y", "z"],
            ("then_branch", new OnnxModelBuilder().Node("Conv", ["a", "w"], ["t"]).Node("Relu", "t", "u")
                .Node("Identity", "a", "same").Output("u").Output("same")),
            ("else_branch", new OnnxModelBuilder().Initializer("k", _random.Floats(3, 1, 1)).Node("Mul", ["x", "k"], ["t"])
                .Node("Identity", "t", "same2").Output("t").Output("same2")))
        .Node("Sigmoid", "y", "out").Output("out").Output("z");
}
