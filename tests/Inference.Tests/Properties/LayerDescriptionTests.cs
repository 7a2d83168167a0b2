using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Properties;

public sealed class LayerDescriptionTests
{
    /// <summary>
    /// Receptive fields of published networks: Araujo, Norris, Sim, Distill 2019, table of the appendix; squeezenet by the same formula.
    /// </summary>
    [Theory]
    [InlineData("alexnet", 195, 32)]
    [InlineData("vgg16", 212, 32)]
    [InlineData("resnet18", 435, 32)]
    public void Receptive_field_of_the_last_map(string name, double size, double jump)
    {
        LayerInfo last = Describe(name).Last(layer => layer.ReceptiveField is not null && layer.Shape.Rank == 4
            && layer.Operator is "Conv" or "Relu" or "MaxPool" && layer.Shape[2] > 1);
        Assert.Equal([size, size], last.ReceptiveField!.Size);
        Assert.Equal([jump, jump], last.ReceptiveField.Jump);
    }

    /// <summary>Multiply-adds as torchvision documents them (in units of 10^9, convolutions and matrix products).</summary>
    [Theory]
    [InlineData("alexnet", 0.71)]
    [InlineData("vgg16", 15.47)]
    [InlineData("resnet18", 1.81)]
    [InlineData("resnet50", 4.09)]
    [InlineData("mobilenet_v2", 0.30)]
    [InlineData("squeezenet1_1", 0.35)]
    [InlineData("densenet121", 2.83)]
    [InlineData("shufflenet_v2_x1_0", 0.14)]
    public void Multiply_adds(string name, double billions)
    {
        double found = Describe(name).Where(layer => layer.Operator is "Conv" or "Gemm" or "MatMul")
            .Sum(layer => layer.MultiplyAdds ?? 0) / 1e9;
        Assert.InRange(found, billions - 0.006, billions + 0.006);
    }

    /// <summary>
    /// Trained values, as torchvision documents them; the last has fewer, since its export folded each BatchNormalization into one bias.
    /// </summary>
    [Theory]
    [InlineData("alexnet", 61_100_840)]
    [InlineData("squeezenet1_1", 1_235_496)]
    [InlineData("mobilenet_v2", 3_487_816)]
    public void Parameters(string name, long expected)
    {
        byte[] bytes = RandomWeights.Fill(File.ReadAllBytes(TestData.Find($"topologies/{name}.onnx")));
        using InferenceModel model = TestEngines.Best.Load(bytes, name);
        Assert.Equal(expected, model.ParameterCount);
    }

    [Fact]
    public void Three_spatial_axes()
    {
        byte[] bytes = new OnnxModelBuilder().Input("x", 1, 4, 16, 17, 20)
            .Initializer("w", new TensorRandom(1).Floats(6, 2, 3, 1, 5)).Initializer("v", new TensorRandom(2).Floats(6, 3, 2, 3, 3))
            .Node("Conv", ["x", "w"], ["a"], ("strides", new[] { 2, 1, 3 }), ("pads", new[] { 1, 0, 2, 1, 0, 2 }), ("group", 2))
            .Node("MaxPool", "a", "b", ("kernel_shape", new[] { 2, 2, 1 }), ("strides", new[] { 2, 2, 1 }))
            .Node("ConvTranspose", ["b", "v"], ["y"], ("strides", new[] { 1, 2, 2 })).Output("y").Build();
        using InferenceModel model = TestEngines.Best.Load(bytes, "test.onnx");
        IReadOnlyList<LayerInfo> layers = model.DescribeLayers([new Shape(1, 4, 16, 17, 20)]);
        Assert.Equal([new Shape(1, 6, 8, 17, 7), new Shape(1, 6, 4, 8, 7), new Shape(1, 3, 5, 17, 15)], layers.Select(l => l.Shape));
        Assert.Equal([3, 1, 5], layers[0].Kernel!);
        Assert.Equal([1, 0, 2, 1, 0, 2], layers[0].Padding!);
        Assert.Equal([6L * 8 * 17 * 7 * 2 * 15, null, 6L * 4 * 8 * 7 * 3 * 18], layers.Select(l => l.MultiplyAdds));
        // size' = size + (k - 1) jump, jump' = jump s, start' = start - p jump, axis by axis.
        Assert.Equal([3.0, 1, 5], layers[0].ReceptiveField!.Size);
        Assert.Equal([-1.0, 0, -2], layers[0].ReceptiveField!.Start);
        Assert.Equal([5.0, 2, 5], layers[1].ReceptiveField!.Size);
        Assert.Equal([4.0, 2, 3], layers[1].ReceptiveField!.Jump);
    }

    /// <summary>Between two convolutions of 3 by 3, twice the size halves the step; linear filters see one pixel more.</summary>
    [Theory]
    [InlineData("nearest", 3, 5, 0, -1.5)]
    [InlineData("linear", 4, 6, -1, -2.5)]
    public void A_resized_image(string mode, double size, double sizeBehind, double first, double start)
    {
        byte[] bytes = new OnnxModelBuilder().Input("x", 1, 4, 8, 8).Initializer("w", new TensorRandom(1).Floats(4, 4, 3, 3))
            .Initializer("s", TestTensors.Floats(1, 1, 2, 2)).Node("Conv", ["x", "w"], ["a"], ("pads", new[] { 1, 1, 1, 1 }))
            .Node("Resize", ["a", "", "s"], ["b"], ("mode", mode), ("nearest_mode", "floor"))
            .Node("Conv", ["b", "w"], ["y"], ("pads", new[] { 1, 1, 1, 1 })).Output("y").Build();
        using InferenceModel model = TestEngines.Best.Load(bytes, "test.onnx");
        IReadOnlyList<LayerInfo> layers = model.DescribeLayers([new Shape(1, 4, 8, 8)]);
        Assert.Equal([size, size], layers[1].ReceptiveField!.Size);
        Assert.Equal([0.5, 0.5], layers[1].ReceptiveField!.Jump);
        Assert.Equal(first - 1, layers[1].ReceptiveField!.Start[0]);
        Assert.Equal([sizeBehind - 1, sizeBehind - 1], layers[2].ReceptiveField!.Size);
        Assert.Equal(start, layers[2].ReceptiveField!.Start[0]);
    }

    [Fact]
    public void A_window_operator_tells_its_window()
    {
        byte[] bytes = new OnnxModelBuilder().Input("x", Dimension.Named("n"), 4, 17, 20)
            .Initializer("w", new TensorRandom(1).Floats(6, 2, 3, 5)).Initializer("b", new TensorRandom(2).Floats(6))
            .Node("Conv", ["x", "w", "b"], ["map"], ("auto_pad", "SAME_UPPER"), ("strides", new[] { 2, 3 }), ("group", 2))
            .Node("Relu", "map", "y").Output("y").Build();
        using InferenceModel model = TestEngines.Best.Load(bytes, "test.onnx");
        IReadOnlyList<LayerInfo> layers = model.DescribeLayers([new Shape(2, 4, 17, 20)]);
        LayerInfo map = layers[0];
        Assert.Equal(("map", "Conv_0", "Conv"), (map.Name, map.Node, map.Operator));
        Assert.Equal(new Shape(2, 6, 9, 7), map.Shape);
        Assert.Equal([3, 5], map.Kernel!);
        Assert.Equal([2, 3], map.Stride!);
        Assert.Equal([1, 1], map.Dilation!);
        Assert.Equal([1, 1, 1, 2], map.Padding!);
        Assert.Equal(2, map.Groups);
        Assert.Equal(6 * 2 * 3 * 5 + 6, map.Parameters);
        Assert.Equal(2 * 6 * 9 * 7 * 2 * 3 * 5, map.MultiplyAdds);
        Assert.Equal([3.0, 5.0], map.ReceptiveField!.Size);
        Assert.Equal([2.0, 3.0], map.ReceptiveField.Jump);
        Assert.Equal([-1.0, -1.0], map.ReceptiveField.Start);
        Assert.Equal("y", layers[1].Name);
        Assert.Null(layers[1].Kernel);
        Assert.Equal(0, layers[1].Parameters);
    }

    [Fact]
    public void A_fused_layer_names_the_layer_it_went_into()
    {
        byte[] bytes = new OnnxModelBuilder().Input("x", 1, 3, 9, 9).Initializer("w", new TensorRandom(1).Floats(8, 3, 3, 3))
            .Node("Conv", ["x", "w"], ["map"]).Node("Relu", "map", "y").Output("y").Build();
        using InferenceModel optimised = TestEngines.Best.Load(bytes, "test.onnx");
        IReadOnlyList<LayerInfo> layers = optimised.DescribeLayers([new Shape(1, 3, 9, 9)]);
        Assert.Equal("y", layers[0].FusedInto);
        Assert.Null(layers[1].FusedInto);
        using InferenceModel plain = TestEngines.Get(InstructionSets.Best, optimize: false).Load(bytes, "test.onnx");
        Assert.All(plain.DescribeLayers([new Shape(1, 3, 9, 9)]), layer => Assert.Null(layer.FusedInto));
    }

    private static IReadOnlyList<LayerInfo> Describe(string name)
    {
        byte[] bytes = RandomWeights.Fill(File.ReadAllBytes(TestData.Find($"topologies/{name}.onnx")));
        using InferenceModel model = TestEngines.Best.Load(bytes, name);
        return model.DescribeLayers([new Shape(1, 3, 224, 224)]);
    }
}
