using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Steps;

/// <summary>
/// One channel of an image in channels-last order: its pixels are apart, and its axis of channels, of extent 1, is not what kernels walk.
/// </summary>
public sealed class SingleChannelTests
{
    [Theory]
    [InlineData("Relu")]
    [InlineData("Sigmoid")]
    [InlineData("Clip")]
    public void A_function_of_one_channel_of_several(string operation)
    {
        byte[] model = Split().Node(operation, "b", "y").Output("a").Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [new TensorRandom(2).Floats(3, 2, 10, 3)], Tolerance.Rounding);
    }

    [Theory]
    [InlineData("Add")]
    [InlineData("Sub")]
    [InlineData("Mul")]
    public void A_function_of_two_single_channels(string operation)
    {
        byte[] model = Split().Node(operation, ["b", "a"], ["y"]).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [new TensorRandom(2).Floats(3, 2, 10, 3)], Tolerance.Rounding);
    }

    [Fact]
    public void Functions_of_single_channels_side_by_side_in_a_concatenation()
    {
        byte[] model = Split().Node("Tanh", "a", "c").Node("Relu", "b", "d").Node("Concat", ["d", "c", "n"], ["y"], ("axis", 1)).Output("y")
            .Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [new TensorRandom(2).Floats(3, 2, 10, 3)], Tolerance.UnitFunction);
    }

    private static OnnxModelBuilder Split()
    {
        var random = new TensorRandom(1);
        var builder = new OnnxModelBuilder(13).Input("x", 3, 2, 10, 3);
        foreach (string row in new[] { "scale", "shift", "mean" })
            builder.Initializer(row, random.Floats(2));
        return builder.Initializer("variance", random.Floats(new Shape(2), 0.5f, 2)).Initializer("parts", TestTensors.Int64s(1, 1))
            .Node("BatchNormalization", ["x", "scale", "shift", "mean", "variance"], ["n"])
            .Node("Split", ["n", "parts"], ["a", "b"], ("axis", 1));
    }
}
