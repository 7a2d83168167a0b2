using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class FusedGemmTests
{
    private readonly TensorRandom _random = new(9);

    [Theory]
    [InlineData("Relu")]
    [InlineData("LeakyRelu")]
    public void Agrees_with_onnx_runtime(string activation)
    {
        byte[] model = new OnnxModelBuilder(13).Domain("com.microsoft", 1).Input("x", 3, 5).Initializer("w", _random.Floats(7, 5))
            .Initializer("c", _random.Floats(7))
            .Node(
                "com.microsoft", "FusedGemm", ["x", "w", "c"], ["y"], ("transB", 1), ("alpha", 0.5f), ("activation", activation),
                ("activation_alpha", 0.2f)).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [_random.Floats(3, 5)], Tolerance.Accumulated);
    }
}
