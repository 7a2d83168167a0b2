using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.BadModels;

/// <summary>Weights that are no numbers are legal: the model answers as ONNX Runtime does.</summary>
public sealed class OddWeightTests
{
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_network_with_a_weight_that_is_no_number_answers(float odd)
    {
        var random = new TensorRandom(11);
        Tensor weights = random.Floats(4, 3, 3, 3), row = random.Floats(4);
        weights.Span<float>()[40] = odd;
        byte[] model = new OnnxModelBuilder().Input("x", 1, 3, 8, 8).Initializer("w", weights).Initializer("r", row)
            .Node("Conv", ["x", "w", "r"], ["a"], ("strides", new[] { 2, 2 })).Node("Neg", "a", "y").Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [random.Floats(new Shape(1, 3, 8, 8), 0.1f, 1)], Tolerance.Rounding);
    }

    [Fact]
    public void Normalisation_with_a_negative_variance_answers()
    {
        byte[] model = new OnnxModelBuilder().Input("x", 1, 2, 3, 3).Initializer("r", TestTensors.Floats(1, 2))
            .Initializer("v", TestTensors.Floats(-1, 2)).Node("BatchNormalization", ["x", "r", "r", "r", "v"], ["y"]).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [new TensorRandom(12).Floats(1, 2, 3, 3)], Tolerance.Rounding);
    }
}
