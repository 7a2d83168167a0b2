using Fovea.Inference.Steps;
using Fovea.Inference.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Inference.Tests.Errors;

/// <summary>
/// What the engine does not foresee is reported as its own fault, at the node where it happened; models and engine stay usable.
/// </summary>
public sealed class EngineFaultTests
{
    private static readonly InferenceEngine Engine = New(threads: 1);

    private static readonly InferenceEngine Team = New(threads: 2);

    public static TheoryData<string> Stages() => [.. FaultyOperator.Activities.Keys];

    [Theory]
    [MemberData(nameof(Stages))]
    public void A_fault_before_a_run_names_model_and_activity(string operation)
    {
        var fault = Assert.Throws<EngineFaultException>(() =>
        {
            using InferenceModel model = Engine.Load(Model(operation), "m.onnx");
            model.Compile([new Shape(1, 8)]);
        });

        Assert.Equal("m.onnx", fault.Context.Model);
        Assert.IsType<IndexOutOfRangeException>(fault.InnerException);
        Assert.EndsWith(
            $"{FaultyOperator.Activities[operation]} failed with IndexOutOfRangeException; that is a fault of the engine, not of the " +
            "model.", fault.Message, StringComparison.Ordinal);
        if (operation != "FaultyFunction")
            Assert.Equal(($"{operation}_1", operation), (fault.Context.Node, fault.Context.Operator));
    }

    [Fact]
    public void A_constant_that_fails_names_its_node()
    {
        byte[] model = new OnnxModelBuilder().Input("x", 1, 2).Initializer("c", TestTensors.Floats(FaultyOperator.Fault, 2))
            .Node("FaultyRunning", ["c"], ["d"])
            .Node("Add", ["x", "d"], ["y"]).Output("y").Build();

        var fault = Assert.Throws<EngineFaultException>(() => Engine.Load(model, "m.onnx"));

        Assert.Equal(new ErrorContext { Model = "m.onnx", Node = "FaultyRunning_0", Operator = "FaultyRunning" }, fault.Context);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 16)]
    [InlineData(2, 16)]
    public void A_run_that_fails_ends_and_the_next_one_works(int threads, int rows)
    {
        using InferenceModel model = (threads == 1 ? Engine : Team).Load(Model("FaultyRunning"), "m.onnx");
        CompiledPlan plan = model.Compile([new Shape(rows, 8)]);
        Tensor good = Filled(new Shape(rows, 8), 3);
        Tensor bad = Filled(new Shape(rows, 8), FaultyOperator.Fault);

        for (int i = 0; i < 50; i++)
        {
            var fault = Assert.Throws<EngineFaultException>(() => plan.RunFilled([bad]));
            Assert.Equal(new ErrorContext { Model = "m.onnx", Node = "FaultyRunning_1", Operator = "FaultyRunning" }, fault.Context);
            Assert.Equal(
                "the step 'FaultyRunning %y' (faulty copy) failed with IndexOutOfRangeException; that is a fault of the engine, not of " +
                "the model.", fault.Problem);
            Assert.Contains("Execute", fault.InnerException!.StackTrace!, StringComparison.Ordinal);
            Assert.All(plan.RunFilled([good])[0].Span<float>().ToArray(), y => Assert.Equal(3, y));
        }
    }

    [Fact]
    public void A_batch_is_run_in_segments() // what the test above is about, for 16 rows
    {
        using InferenceModel model = Team.Load(Model("FaultyRunning"), "m.onnx");

        Assert.Contains(model.Compile([new Shape(16, 8)]).Steps, step => step is SegmentStep { Chunks: > 1 });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Memory_that_runs_out_is_no_fault(int threads)
    {
        using InferenceModel model = (threads == 1 ? Engine : Team).Load(Model("FaultyRunning"), "m.onnx");

        Assert.Throws<InsufficientMemoryException>(() => model.Run([Filled(new Shape(1, 8), FaultyOperator.Exhausted)]));
        Assert.Equal(3, model.Run([Filled(new Shape(1, 8), 3)])[0].Span<float>()[0]);
    }

    [Fact]
    public void A_fault_in_what_is_compiled_during_a_run_names_its_node()
    {
        byte[] model = new OnnxModelBuilder().Input("x", 1, 8).Input("s", ElementType.Int64, 2).Node("Reshape", ["x", "s"], ["r"])
            .Node("FaultyLowering", ["r"], ["y"]).Output("y").Build();
        using InferenceModel loaded = Engine.Load(model, "m.onnx");

        var fault = Assert.Throws<EngineFaultException>(() => loaded.Run([Filled(new Shape(1, 8), 3), TestTensors.Int64s(2, 4)]));

        Assert.Equal(new ErrorContext { Model = "m.onnx", Node = "FaultyLowering_1", Operator = "FaultyLowering" }, fault.Context);
    }

    [Fact]
    public void A_fault_is_not_taken_for_a_refusal()
    {
        using InferenceModel model = Engine.Load(Model("FaultyFunction"), "m.onnx");

        Assert.Throws<EngineFaultException>(() => model.Measure([new Shape(4, 8)]));
        Assert.Throws<EngineFaultException>(() => model.DescribeLayers([new Shape(4, 8)]));
        Assert.True(model.KeepsRowsApart([new Shape(4, 8)]));
    }

    private static byte[] Model(string operation) =>
        new OnnxModelBuilder().Input("x", Dimension.Named("n"), 8).Node("Relu", ["x"], ["r"])
            .Node(operation, ["r"], ["y"]).Output("y").Build();

    private static Tensor Filled(Shape shape, float value)
    {
        var tensor = new Tensor(ElementType.Float32, shape);
        tensor.Span<float>().Fill(value);
        return tensor;
    }

    private static InferenceEngine New(int threads) =>
        new(new InferenceOptions { Threads = threads }) { FindOperator = FaultyOperator.Find };
}
