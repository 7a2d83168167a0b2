using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Properties;

/// <summary>Shapes and element types are checked before anything is computed; messages say what was found and expected.</summary>
public sealed class RunArgumentTests
{
    private static readonly byte[] Model = new OnnxModelBuilder()
        .Input("image", Dimension.Named("n"), 3, 8, 8).Initializer("w", new TensorRandom(1).Floats(4, 3, 3, 3))
        .Node("Conv", ["image", "w"], ["map"]).Output("map").Build();

    public static TheoryData<long[]> WrongShapes() =>
    [
        new long[] { 1, 3, 8 },
        new long[] { 1, 4, 8, 8 },
        new long[] { 1, 3, 9, 8 },
        new long[] { 1, 3, 8, 8, 1 },
        Array.Empty<long>(),
    ];

    [Theory]
    [MemberData(nameof(WrongShapes))]
    public void Shapes_that_do_not_fit_are_refused(long[] shape)
    {
        using InferenceModel model = TestEngines.Best.Load(Model, "test.onnx");
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => model.Compile([new Shape(shape)]));
        Assert.Contains("image", error.Message, StringComparison.Ordinal);
        Assert.Contains(new Shape(shape).ToString(), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_images_give_no_maps()
    {
        using InferenceModel model = TestEngines.Best.Load(Model, "test.onnx");
        Assert.Equal(new Shape(0, 4, 6, 6), Assert.Single(model.Run([new Tensor(ElementType.Float32, new Shape(0, 3, 8, 8))])).Shape);
    }

    [Fact]
    public void The_number_of_inputs_must_be_the_models()
    {
        using InferenceModel model = TestEngines.Best.Load(Model, "test.onnx");
        Assert.Throws<InvalidInputException>(() => model.Compile([]));
        Assert.Throws<InvalidInputException>(() => model.Compile([new Shape(1, 3, 8, 8), new Shape(1)]));
    }

    [Fact]
    public void Tensors_must_have_the_plans_shapes_and_types()
    {
        using InferenceModel model = TestEngines.Best.Load(Model, "test.onnx");
        CompiledPlan plan = model.Compile([new Shape(1, 3, 8, 8)]);
        Tensor image = new(ElementType.Float32, new Shape(1, 3, 8, 8)), map = new(ElementType.Float32, new Shape(1, 4, 6, 6));
        plan.Run([image], [map]);
        Assert.Throws<InvalidInputException>(() => plan.Run([new Tensor(ElementType.Float32, new Shape(2, 3, 8, 8))], [map]));
        Assert.Throws<InvalidInputException>(() => plan.Run([new Tensor(ElementType.Int32, new Shape(1, 3, 8, 8))], [map]));
        Assert.Throws<InvalidInputException>(() => plan.Run([image], [new Tensor(ElementType.Float32, new Shape(1, 4, 6, 5))]));
        Assert.Throws<InvalidInputException>(() => plan.Run([image], [new Tensor(ElementType.Int64, new Shape(1, 4, 6, 6))]));
        Assert.Throws<InvalidInputException>(() => plan.Run([], [map]));
        Assert.Throws<InvalidInputException>(() => plan.Run([image], []));
    }

    [Fact]
    public void A_plan_says_what_it_takes_and_gives()
    {
        using InferenceModel model = TestEngines.Best.Load(Model, "test.onnx");
        CompiledPlan plan = model.Compile([new Shape(5, 3, 8, 8)]);
        Assert.Equal([new PlanValue("image", ElementType.Float32, new Shape(5, 3, 8, 8))], plan.Inputs);
        Assert.Equal([new PlanValue("map", ElementType.Float32, new Shape(5, 4, 6, 6))], plan.Outputs);
        Assert.Equal(new SymbolicShape([Dimension.Named("n"), 3, 8, 8]), model.Inputs[0].Shape);
        Assert.Equal(13, model.OpsetVersion);
        Assert.Equal("test.onnx", model.Name);
        Assert.Equal(4 * 3 * 3 * 3, model.ParameterCount);
    }
}
