using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class SimplifiedLayerNormalizationTests
{
    private readonly TensorRandom _random = new(9);

    [Theory]
    [InlineData(-1, 17)]
    [InlineData(2, 17)]
    public void Agrees_with_onnx_runtime(int axis, int columns)
    {
        byte[] model = new OnnxModelBuilder(13).Input("x", 2, 3, columns).Initializer("s", _random.Floats(columns))
            .Node("SimplifiedLayerNormalization", ["x", "s"], ["y"], ("axis", axis), ("epsilon", 1e-3f)).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [_random.Floats(2, 3, columns)], Tolerance.Accumulated);
    }
}
