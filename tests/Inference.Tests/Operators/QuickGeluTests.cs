using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class QuickGeluTests
{
    private readonly TensorRandom _random = new(9);

    [Fact]
    public void Agrees_with_onnx_runtime()
    {
        byte[] model = new OnnxModelBuilder(13).Domain("com.microsoft", 1).Input("x", 2, 3, 17)
            .Node("com.microsoft", "QuickGelu", ["x"], ["y"], ("alpha", 1.5f)).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [_random.Floats(2, 3, 17)], Tolerance.Accumulated);
    }
}
