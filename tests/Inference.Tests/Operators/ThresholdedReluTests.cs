using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ThresholdedReluTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(22)]
    public void Every_length(int opset) =>
        new ElementwiseCases("ThresholdedRelu", x => x > 1.5 ? x : 0, -5, 5, Tolerance.Exact)
        { Attributes = [("alpha", 1.5f)] }.Check(opset);
}
