using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Weights;

/// <summary>Constants that passes make of others are shared by the plans for which they are the same, and by no others.</summary>
public sealed class DerivedConstantTests
{
    [Theory]
    [InlineData("Mul")]
    [InlineData("Div")]
    [InlineData("Add")]
    [InlineData("Sub")]
    public void A_number_that_follows_from_the_shape_of_the_input_is_another_for_each_shape(string operation)
    {
        byte[] bytes = new OnnxModelBuilder().Input("x", 1, 2, Dimension.Named("h"), 4)
            .Initializer("w", new TensorRandom(1).Floats(5, 2, 1, 1)).Initializer("two", TestTensors.Int64(2))
            .Node("Shape", "x", "s").Node("Gather", ["s", "two"], ["h"]).Node("Cast", ["h"], ["number"], ("to", 1))
            .Node("Conv", ["x", "w"], ["c"]).Node(operation, ["c", "number"], ["y"]).Output("y").Build();
        using InferenceModel model = TestEngines.Best.Load(bytes, "test.onnx");
        foreach (long height in new long[] { 3, 8, 3 })
        {
            Tensor image = new TensorRandom(2).Floats(1, 2, height, 4);
            ModelCheck.Equal(OnnxRuntimeOracle.Run(bytes, [image]), model.Run([image]), Tolerance.Accumulated, $"height {height}");
        }

        // Compiled for other outputs of the same shape: the number is computed again, and is equal.
        long held = model.ConstantBytes;
        model.Compile([new Shape(1, 2, 8, 4)], ["y", "y"]);
        Assert.Equal(held, model.ConstantBytes);
    }

    [Fact]
    public void Two_consecutive_normalisations_that_share_factor_and_addend()
    {
        var random = new TensorRandom(3);
        byte[] bytes = new OnnxModelBuilder().Input("x", 1, 6, 5, 5).Initializer("p", random.Floats(6))
            .Initializer("q", random.Floats(new Shape(6), 0.5f, 2f))
            .Node("BatchNormalization", ["x", "p", "p", "p", "q"], ["a"])
            .Node("BatchNormalization", ["a", "p", "p", "q", "q"], ["y"]).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(bytes, [random.Floats(1, 6, 5, 5)], Tolerance.Accumulated);
    }
}
