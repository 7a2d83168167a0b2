using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class LoopTests
{
    private readonly TensorRandom _random = new(5);

    [Theory]
    [InlineData(0, 13)]
    [InlineData(1, 11)]
    [InlineData(4, 16)]
    [InlineData(7, 21)]
    public void A_loop_of_known_length_becomes_part_of_the_graph(int trips, int opset)
    {
        OnnxModelBuilder builder = Sums(new OnnxModelBuilder(opset), opset).Initializer("m", TestTensors.Int64(trips));
        byte[] model = builder.Build();
        using InferenceModel loaded = TestEngines.Best.Load(model, "loop.onnx");
        Assert.True(loaded.Compile([new Shape(2, 3)]).HasKnownShapes);
        ModelCheck.AgreesWithOnnxRuntime(model, [_random.Floats(2, 3)], Tolerance.Accumulated);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void A_loop_of_computed_length_is_run_between_two_plans(int trips)
    {
        byte[] model = Sums(new OnnxModelBuilder(13).Input("m", ElementType.Int64), 13).Build();
        ModelCheck.AgreesWithOnnxRuntime(
            model, [TestTensors.Int64(trips), _random.Floats(2, 3)], Tolerance.Accumulated);
    }

    [Fact]
    public void A_long_loop_is_not_unrolled()
    {
        byte[] model = Sums(new OnnxModelBuilder(13), 13).Initializer("m", TestTensors.Int64(3000)).Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [_random.Floats(2, 3)], Tolerance.Accumulated);
        using InferenceModel loaded = TestEngines.Best.Load(model, "loop.onnx");
        loaded.Run(("x", _random.Floats(2, 3)));
        Assert.InRange(loaded.ContinuationsCompiled, 1, 3);
        Assert.InRange(loaded.ContinuationsReused, 2990, 3000);
    }

    [Fact]
    public void A_body_says_when_the_loop_ends()
    {
        // Doubles x until its sum is above 100; no number of iterations is given.
        OnnxModelBuilder body = Body().Input("v", 3).Node("Add", ["v", "v"], ["w"])
            .Node("ReduceSum", "w", "sum", ("keepdims", 0)).Node("Clip", ["hundred", "", "sum"], ["low"])
            .Node("Sub", ["hundred", "low"], ["left"]).Node("Cast", "left", "go", ("to", (int)ElementType.Bool))
            .Output("go", ElementType.Bool).Output("w").Output("sum");
        byte[] model = new OnnxModelBuilder(13).Input("x", 3).Initializer("hundred", TestTensors.Float(100))
            .Initializer("start", TestTensors.Bool(true))
            .Node("Loop", ["", "start", "x"], ["y", "sums"], ("body", body)).Output("y").Output("sums").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [TestTensors.Floats(1, 2, 0.5f)], Tolerance.Accumulated);
    }

    [Fact]
    public void A_state_may_change_its_shape()
    {
        OnnxModelBuilder body = Body().Input("v", Dimension.Named("k"), 3).Node("Concat", ["v", "x"], ["w"], ("axis", 0))
            .Node("Identity", "c", "go").Output("go", ElementType.Bool).Output("w");
        byte[] model = new OnnxModelBuilder(13).Input("m", ElementType.Int64).Input("x", 2, 3)
            .Node("Loop", ["m", "", "x"], ["y"], ("body", body)).Node("Relu", "y", "z").Output("z").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [TestTensors.Int64(4), _random.Floats(2, 3)], Tolerance.Exact);
    }

    [Fact]
    public void Loops_inside_of_loops_capture_from_all_around()
    {
        OnnxModelBuilder inner = Body("j").Input("u", 2, 3).Node("Mul", ["u", "v"], ["p"]).Node("Add", ["p", "x"], ["q"])
            .Node("Identity", "cj", "go2").Output("go2", ElementType.Bool).Output("q");
        OnnxModelBuilder body = Body().Input("v", 2, 3).Node("Loop", ["m", "", "v"], ["w"], ("body", inner))
            .Node("Identity", "c", "go").Output("go", ElementType.Bool).Output("w");
        OnnxModelBuilder Model(OnnxModelBuilder b) => b.Input("x", 2, 3)
            .Node("Loop", ["m", "", "x"], ["y"], ("body", body)).Output("y");
        Tensor m = TestTensors.Int64(3), x = _random.Floats(new Shape(2, 3), -0.5f, 0.5f);
        ModelCheck.AgreesWithOnnxRuntime(
            Model(new OnnxModelBuilder(13).Input("m", ElementType.Int64)).Build(), [m, x], Tolerance.Accumulated);
        ModelCheck.AgreesWithOnnxRuntime(Model(new OnnxModelBuilder(13).Initializer("m", m)).Build(), [x], Tolerance.Accumulated);
    }

    [Fact]
    public void A_sequence_may_be_a_state_of_a_short_loop()
    {
        var sequence = new TypeProto { SequenceType = new TypeProto.Types.Opaque() };
        OnnxModelBuilder body = Body().Node("SequenceInsert", ["s", "x"], ["t"]).Node("Identity", "c", "go")
            .Output("go", ElementType.Bool).OutputOf("t", sequence);
        body.Model.Graph.Input.Add(new ValueInfoProto { Name = "s", Type = sequence });
        byte[] model = new OnnxModelBuilder(13).Input("x", 2, 3).Initializer("m", TestTensors.Int64(3))
            .Node("SequenceEmpty", [], ["none"]).Node("Loop", ["m", "", "none"], ["all"], ("body", body))
            .Node("ConcatFromSequence", ["all"], ["y"], ("axis", 1)).Output("y").Build();
        Tensor x = _random.Floats(2, 3);
        Tensor y = TestEngines.Best.Run(model, [x])[0];
        Assert.Equal(new Shape(2, 9), y.Shape);
        Assert.Equal(x.Span<float>()[3..], y.Span<float>()[15..]);
    }

    [Fact]
    public void Endless_loops_are_ended_by_name_and_by_cancellation()
    {
        OnnxModelBuilder body = Body().Node("Identity", "c", "go").Output("go", ElementType.Bool);
        body.Node("Identity", "x", "r").Output("r");
        byte[] bytes = new OnnxModelBuilder(13).Input("x", 3).Node("Loop", ["", ""], ["y"], ("body", body)).Output("y").Build();
        using var engine = new InferenceEngine(new InferenceOptions { MaxActivationBytes = 1 << 16, Threads = 1 });
        using InferenceModel model = engine.Load(bytes, "endless.onnx");
        Tensor x = _random.Floats(3);
        ActivationLimitException error = Assert.Throws<ActivationLimitException>(() => model.Run(("x", x)));
        Assert.Contains("(Loop)", error.Message, StringComparison.Ordinal);

        using InferenceModel free = TestEngines.Best.Load(bytes, "endless.onnx");
        using var end = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        Assert.ThrowsAny<OperationCanceledException>(() => free.Compile([x.Shape]).Run([x], cancellationToken: end.Token));
    }

    [Theory]
    [InlineData(6, false)]
    [InlineData(7, true)]
    public void Iterations_have_a_limit(int trips, bool refused)
    {
        byte[] bytes = Sums(new OnnxModelBuilder(13).Input("m", ElementType.Int64), 13).Build();
        using var engine = new InferenceEngine(new InferenceOptions { MaxLoopIterations = 6, Threads = 1 });
        using InferenceModel model = engine.Load(bytes, "limit.onnx");
        void Run() => model.Run(("m", TestTensors.Int64(trips)), ("x", _random.Floats(2, 3)));
        if (refused)
            Assert.Contains("has more than 6 iterations", Assert.Throws<InvalidInputException>(Run).Message, StringComparison.Ordinal);
        else
            Run();
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Any_number_of_iterations_is_only_a_number(long trips)
    {
        OnnxModelBuilder body = Body().Input("v", 3).Node("Identity", "c", "go").Output("go", ElementType.Bool).Output("v");
        byte[] bytes = new OnnxModelBuilder(13).Input("x", 3).Initializer("m", TestTensors.Int64(trips))
            .Node("Loop", ["m", "", "x"], ["y"], ("body", body)).Output("y").Build();
        using InferenceModel model = TestEngines.Best.Load(bytes, "loop.onnx");
        Tensor x = _random.Floats(3);
        using var end = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        if (trips < 0)
            ModelCheck.SameBits(x, model.Run(("x", x))["y"], "loop");
        else
            Assert.ThrowsAny<OperationCanceledException>(() => model.Compile([x.Shape]).Run([x], cancellationToken: end.Token));
    }

    // y = x after adding the number of the iteration each time; all of the sums along a new axis.
    private static OnnxModelBuilder Sums(OnnxModelBuilder builder, int opset)
    {
        OnnxModelBuilder body = new OnnxModelBuilder(opset).Input("i", ElementType.Int64).Input("c", ElementType.Bool).Input("v", 2, 3)
            .Node("Cast", "i", "f", ("to", 1)).Node("Add", ["v", "f"], ["w"]).Node("Mul", ["w", "x"], ["p"])
            .Node("Identity", "c", "go").Output("go", ElementType.Bool).Output("w");
        body.Model.Graph.Output.Add(new OnnxModelBuilder().Input("p", 2, 3).Model.Graph.Input[0]);
        return builder.Input("x", 2, 3).Node("Relu", "x", "a").Node("Loop", ["m", "", "a"], ["y", "all"], ("body", body))
            .Node("Neg", "y", "z").Output("z").Output("all");
    }

    private static OnnxModelBuilder Body(string i = "i") =>
        new OnnxModelBuilder().Input(i, ElementType.Int64).Input(i == "i" ? "c" : $"c{i}", ElementType.Bool);
}
