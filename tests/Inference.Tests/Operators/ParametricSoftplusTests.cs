using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ParametricSoftplusTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void Every_length(int opset) =>
        new ElementwiseCases("ParametricSoftplus", x => 2 * Math.Log(1 + Math.Exp(0.5 * x)), -9, 9,
            new Tolerance("twice a unit function", 1e-6, 2))
        { Attributes = [("alpha", 2f), ("beta", 0.5f)], OnnxRuntime = false }.Check(opset);
}
