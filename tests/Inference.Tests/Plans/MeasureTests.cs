using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Plans;

/// <summary>The memory measured before compiling equals the memory used afterwards.</summary>
public sealed class MeasureTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void The_need_is_exact(int batch)
    {
        byte[] bytes = Model();
        using InferenceModel measured = TestEngines.Best.Load(bytes, "measured");
        using InferenceModel compiled = TestEngines.Best.Load(bytes, "compiled");
        var shape = new Shape(batch, 32, 24, 24);

        MemoryNeed need = measured.Measure([shape]);
        CompiledPlan plan = compiled.Compile([shape]);

        Assert.Equal(0, measured.ConstantBytes);
        Assert.Equal(Taken(compiled, plan), need);
        Assert.True(need.ConstantBytes > 64 * 32 * 9 * sizeof(float));
    }

    [Theory]
    [InlineData("resnet18")]
    [InlineData("mobilenet_v2")]
    public void The_need_of_a_whole_network_is_exact(string name)
    {
        byte[] bytes = File.ReadAllBytes(TestData.Find($"topologies/{name}.onnx"));
        using InferenceModel model = TestEngines.Best.Load(bytes, name);
        var shape = new Shape(1, 3, 224, 224);

        MemoryNeed need = model.Measure([shape]);
        CompiledPlan plan = model.Compile([shape]);

        Assert.Equal(Taken(model, plan), need);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        using InferenceModel model = TestEngines.Best.Load(Model(), "model");
        Assert.Throws<InvalidInputException>(() => model.Measure([new Shape(1, 31, 24, 24)]));
    }

    private static MemoryNeed Taken(InferenceModel model, CompiledPlan plan) => new(model.ConstantBytes, plan.ArenaBytes)
    {
        PlanBytes = plan.PlanBytes,
        ObjectBytes = model.ObjectBytes,
    };

    private static byte[] Model()
    {
        var random = new TensorRandom(1);
        return new OnnxModelBuilder().Input("x", Dimension.Named("n"), 32, 24, 24)
            .Initializer("w", random.Floats(64, 32, 3, 3)).Initializer("s", random.Floats(64)).Initializer("b", random.Floats(64))
            .Initializer("d", random.Floats(64, 1, 3, 3)).Initializer("m", random.Floats(64, 70))
            .Node("Conv", ["x", "w"], ["a"], ("pads", new[] { 1, 1, 1, 1 }))
            .Node("BatchNormalization", ["a", "s", "b", "b", "s"], ["bn"])
            .Node("Conv", ["bn", "d"], ["c"], ("group", 64)).Node("GlobalAveragePool", "c", "p").Node("Flatten", "p", "f")
            .Node("MatMul", ["f", "m"], ["y"]).Output("y").Build();
    }
}
