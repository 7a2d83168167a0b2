using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ScaledTanhTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void Every_length(int opset) =>
        new ElementwiseCases("ScaledTanh", x => 2 * Math.Tanh(0.5 * x), -9, 9, Tolerance.UnitFunction)
        { Attributes = [("alpha", 2f), ("beta", 0.5f)], OnnxRuntime = false }.Check(opset);
}
