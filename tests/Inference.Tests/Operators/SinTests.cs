using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class SinTests
{
    [Theory]
    [InlineData(7)]
    [InlineData(22)]
    public void Every_length(int opset) =>
        new ElementwiseCases("Sin", Math.Sin, -6, 6, Tolerance.UnitFunction).Check(opset);
}
