using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class EluTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(22)]
    public void Every_length(int opset) =>
        new ElementwiseCases("Elu", x => x < 0 ? 1.5 * (Math.Exp(x) - 1) : x, -9, 5, Tolerance.UnitFunction)
        { Attributes = [("alpha", 1.5f)], OnnxRuntime = opset >= 6 }.Check(opset);
}
