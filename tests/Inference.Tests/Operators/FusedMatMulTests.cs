using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class FusedMatMulTests
{
    private readonly TensorRandom _random = new(9);

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(1, 0, 0, 0)]
    [InlineData(0, 1, 0, 0)]
    [InlineData(1, 1, 0, 0)]
    [InlineData(0, 0, 1, 0)]
    [InlineData(0, 1, 1, 1)]
    public void Every_transposition_and_a_factor(int left, int right, int leftBatch, int rightBatch)
    {
        byte[] model = new OnnxModelBuilder(13).Domain("com.microsoft", 1).Input("a", 3, 3, 3).Input("b", 3, 3, 3)
            .Node(
                "com.microsoft", "FusedMatMul", ["a", "b"], ["y"], ("transA", left), ("transB", right), ("transBatchA", leftBatch),
                ("transBatchB", rightBatch), ("alpha", 0.25f)).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [_random.Floats(3, 3, 3), _random.Floats(3, 3, 3)], Tolerance.Accumulated);
    }
}
