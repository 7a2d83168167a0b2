using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class TanTests
{
    [Theory]
    [InlineData(7)]
    [InlineData(22)]
    public void Every_length(int opset) =>
        new ElementwiseCases("Tan", Math.Tan, -1.4f, 1.4f, Tolerance.UnitFunction).Check(opset);
}
