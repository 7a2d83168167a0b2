using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class CosTests
{
    [Theory]
    [InlineData(7)]
    [InlineData(22)]
    public void Every_length(int opset) =>
        new ElementwiseCases("Cos", Math.Cos, -6, 6, Tolerance.UnitFunction).Check(opset);
}
