using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Gradients;

/// <summary>The scores behind the probabilities that end a graph.</summary>
public sealed class LogitsTests
{
    [Theory]
    [InlineData("Softmax")]
    [InlineData("LogSoftmax")]
    [InlineData("Sigmoid")]
    public void The_value_before_what_makes_probabilities(string operation)
    {
        using InferenceModel model = Load(Scores().Node(operation, "scores", "y").Output("y"));

        Assert.Equal("scores", model.LogitsOf("y"));
        Assert.Equal("scores", model.LogitsOf("scores"));
    }

    [Fact]
    public void Also_where_the_probabilities_take_another_shape()
    {
        using InferenceModel model = Load(Scores().Node("Softmax", "scores", "p").Node("Flatten", "p", "flat").Node("Identity", "flat", "y")
            .Output("y"));

        Assert.Equal("scores", model.LogitsOf("y"));
    }

    [Fact]
    public void The_value_itself_where_it_is_no_probability()
    {
        using InferenceModel model = Load(
            Scores().Node("Relu", "scores", "r").Node("Sigmoid", "r", "s").Node("Mul", ["s", "r"], ["y"]).Output("y").Output("r"));

        Assert.Equal("y", model.LogitsOf("y"));
        Assert.Equal("r", model.LogitsOf("r"));
        Assert.Throws<InvalidInputException>(() => model.LogitsOf("nothing"));
    }

    private static OnnxModelBuilder Scores() => new OnnxModelBuilder().Input("x", 1, 4).Node("Neg", "x", "scores");

    private static InferenceModel Load(OnnxModelBuilder builder) => TestEngines.Best.Load(builder.Build(), "test.onnx");
}
