using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class FusedConvTests
{
    private readonly TensorRandom _random = new(9);

    [Theory]
    [InlineData("Relu")]
    [InlineData("Sigmoid")]
    [InlineData("Tanh")]
    [InlineData("LeakyRelu", 0.3f)]
    [InlineData("Clip", -0.5f, 0.75f)]
    [InlineData("HardSigmoid", 0.3f, 0.4f)]
    public void Every_activation_with_and_without_a_summand(string activation, params float[] parameters)
    {
        foreach (bool sums in new[] { false, true })
        {
            OnnxModelBuilder builder = new OnnxModelBuilder(11).Domain("com.microsoft", 1).Input("x", 2, 5, 7, 6)
                .Initializer("w", _random.Floats(3, 5, 3, 3)).Initializer("b", _random.Floats(3)).Input("z", 2, 3, 4, 3)
                .Node(
                    "com.microsoft", "FusedConv", sums ? ["x", "w", "b", "z"] : ["x", "w", "b"], ["y"], ("activation", activation),
                    ("activation_params", parameters), ("pads", new[] { 1, 1, 1, 1 }), ("strides", new[] { 2, 2 }),
                    ("kernel_shape", new[] { 3, 3 })).Output("y").Output("z");
            ModelCheck.AgreesWithOnnxRuntime(
                builder.Build(), [_random.Floats(2, 5, 7, 6), _random.Floats(2, 3, 4, 3)], Tolerance.Accumulated);
        }
    }

    [Fact]
    public void The_convolution_and_its_activation_are_one_step()
    {
        byte[] model = new OnnxModelBuilder(11).Domain("com.microsoft", 1).Input("x", 1, 4, 6, 6)
            .Initializer("w", _random.Floats(4, 4, 3, 3))
            .Node("com.microsoft", "FusedConv", ["x", "w"], ["y"], ("activation", "Relu")).Output("y").Build();
        using InferenceModel loaded = TestEngines.Best.Load(model, "fused.onnx");
        string text = loaded.OptimizedGraphText([new Shape(1, 4, 6, 6)]);
        Assert.Equal((1, 0), (text.Split("= Conv(").Length - 1, text.Split("= Relu(").Length - 1));
    }

    [Theory]
    [InlineData("Softmax", "its activation is 'Softmax'; supported are Relu")]
    [InlineData("Clip", "has 0 parameters; expected min and max")]
    public void Other_activations_are_refused(string activation, string words)
    {
        byte[] model = new OnnxModelBuilder(11).Domain("com.microsoft", 1).Input("x", 1, 4, 6, 6)
            .Initializer("w", _random.Floats(4, 4, 3, 3))
            .Node("com.microsoft", "FusedConv", ["x", "w"], ["y"], ("activation", activation)).Output("y").Build();
        RefusedModel.With(() => TestEngines.Best.Load(model, "fused.onnx"), words);
    }
}
