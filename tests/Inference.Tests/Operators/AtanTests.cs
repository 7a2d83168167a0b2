using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class AtanTests
{
    [Theory]
    [InlineData(7)]
    [InlineData(22)]
    public void Every_length(int opset) =>
        new ElementwiseCases("Atan", Math.Atan, -9, 9, Tolerance.UnitFunction).Check(opset);
}
