using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Errors;

/// <summary>Errors carry where they happened as data, from which the beginning of their message is made once.</summary>
public sealed class ErrorContextTests
{
    private static readonly ErrorContext Whole = new()
    {
        Model = "m.onnx",
        File = "/models/m.onnx",
        Node = "conv1",
        Operator = "Conv",
        Attribute = "pads",
        Tensor = "w",
    };

    [Fact]
    public void The_message_is_the_context_then_the_problem()
    {
        Assert.Equal("m.onnx: node 'conv1' (Conv): attribute 'pads': tensor 'w': ", $"{Whole}");
        Assert.Equal("m.onnx: node 'conv1' (Conv): ", $"{Whole with { Attribute = null, Tensor = null }}");
        Assert.Equal("node '' (Conv): ", $"{new ErrorContext { Operator = "Conv" }}");
        Assert.Equal("", $"{ErrorContext.None}");
        Assert.Equal(
            "m.onnx: node 'conv1' (Conv): attribute 'pads': tensor 'w': has no data.",
            new InvalidModelException("has no data.") { Context = Whole }.Message);
        Assert.Equal("has no data.", new InvalidModelException("has no data.").Message);
    }

    [Fact]
    public void A_file_is_named_where_no_model_is() =>
        Assert.Equal("'input_0.pb': ", $"{new ErrorContext { File = "/somewhere/input_0.pb" }}");

    [Fact]
    public void What_is_known_inside_stays_when_more_becomes_known_outside()
    {
        var error = new InvalidModelException("has no data.") { Context = new ErrorContext { Tensor = "w", File = "w.bin" } };

        error.AddContext(new ErrorContext { Attribute = "value" });
        error.AddContext(new ErrorContext { Node = "c", Operator = "Constant" });
        error.AddContext(new ErrorContext { Node = "outer", Operator = "Outer", Model = "m.onnx", File = "m.onnx" });
        error.AddContext(new ErrorContext { Model = "again.onnx" });

        Assert.Equal(
            new ErrorContext { Model = "m.onnx", File = "w.bin", Node = "c", Operator = "Constant", Attribute = "value", Tensor = "w" },
            error.Context);
        Assert.Equal("m.onnx: node 'c' (Constant): attribute 'value': tensor 'w': has no data.", error.Message);
        Assert.Equal("has no data.", error.Problem);
    }

    [Fact]
    public void An_error_of_ours_stays_the_same_object_and_keeps_its_trace()
    {
        Exception thrown = Assert.Throws<InvalidModelException>(Outside);

        Assert.Null(thrown.InnerException);
        Assert.Contains(nameof(Inside), thrown.StackTrace!, StringComparison.Ordinal);
        Assert.Equal("node 'n' (Conv): has no weights.", thrown.Message);
    }

    public static TheoryData<Exception> OfTheMachine() =>
        [new InsufficientMemoryException(), new OperationCanceledException(), new ObjectDisposedException(
            "x"), new IOException(), new FileNotFoundException(), new UnauthorizedAccessException()];

    [Theory]
    [MemberData(nameof(OfTheMachine))]
    public void Conditions_of_the_machine_are_no_faults(Exception error) => Assert.Null(Whole.Locate(error, "a test"));

    public static TheoryData<Exception> NobodyForesaw() =>
        [new ArgumentException(
            "x"), new ArgumentOutOfRangeException(), new RankException(), new InvalidCastException(), new OverflowException(),
            new DivideByZeroException(), new InvalidOperationException(), new KeyNotFoundException()];

    [Theory]
    [MemberData(nameof(NobodyForesaw))]
    public void Everything_else_is_a_fault_of_the_engine(Exception error)
    {
        EngineFaultException fault = Whole.Locate(error, "lowering")!;

        Assert.Same(error, fault.InnerException);
        Assert.Equal(Whole, fault.Context);
        Assert.Equal($"lowering failed with {error.GetType().Name}; that is a fault of the engine, not of the model.", fault.Problem);
    }

    [Fact]
    public void An_attribute_says_its_node_and_model()
    {
        byte[] model = new OnnxModelBuilder().Input("x", 1, 3, 8, 8)
            .Initializer("w", new Tensor(ElementType.Float32, new Shape(4, 3, 3, 3)))
            .Node("Conv", ["x", "w"], ["y"], ("pads", 1f)).Output("y").Build();

        var error = Assert.Throws<InvalidModelException>(() => TestEngines.Best.Load(model, "m.onnx"));

        Assert.Equal(new ErrorContext { Model = "m.onnx", Node = "Conv_0", Operator = "Conv", Attribute = "pads" }, error.Context);
        Assert.Equal("m.onnx: node 'Conv_0' (Conv): attribute 'pads': found a float, expected a list of integers.", error.Message);
    }

    [Fact]
    public void A_tensor_says_its_attribute_node_model_and_file()
    {
        OnnxModelBuilder builder = new OnnxModelBuilder().Node("Constant", [], ["y"], ("value", TestTensors.Floats(1, 2))).Output("y");
        builder.Model.Graph.Node[0].Attribute[0].T.Dims[0] = 3;
        string path = Path.Combine(Directory.CreateTempSubdirectory("fovea-errors-").FullName, "m.onnx");
        File.WriteAllBytes(path, builder.Build());

        var error = Assert.Throws<InvalidModelException>(() => TestEngines.Best.Load(path));

        Assert.Equal(
            (path, "m.onnx", "Constant_0", "value"),
            (error.Context.File, error.Context.Model, error.Context.Node, error.Context.Attribute));
        Assert.StartsWith("m.onnx: node 'Constant_0' (Constant): attribute 'value': tensor '", error.Message, StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void An_error_of_an_input_says_the_model_once()
    {
        byte[] model = new OnnxModelBuilder().Input("x", 1, 3).Input("i", ElementType.Int64, 1)
            .Node("Gather", ["x", "i"], ["y"], ("axis", 1)).Output("y").Build();
        using InferenceModel loaded = TestEngines.Best.Load(model, "m.onnx");

        var shape = Assert.Throws<InvalidInputException>(() => loaded.Compile([new Shape(2, 3), new Shape(1)]));
        var index = Assert.Throws<InvalidInputException>(
            () => loaded.Run([TestTensors.Floats(1, 2, 3).Reshape(new Shape(1, 3)), TestTensors.Int64s(7)]));

        Assert.Equal("m.onnx: the input 'x' takes Float32[1,3]; found the shape [2,3].", shape.Message);
        Assert.Equal("m.onnx: node 'Gather_0' (Gather): the index 7 is outside an axis of 3.", index.Message);
    }

    private static void Outside()
    {
        try
        {
            Inside();
        }
        catch (Exception error)
        {
            if (new ErrorContext { Node = "n", Operator = "Conv" }.Locate(error, "a test") is { } fault)
                throw fault;
            throw;
        }
    }

    private static void Inside() => throw new InvalidModelException("has no weights.");
}
