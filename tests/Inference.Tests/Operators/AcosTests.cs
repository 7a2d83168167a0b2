using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class AcosTests
{
    [Theory]
    [InlineData(7)]
    [InlineData(22)]
    public void Every_length(int opset) =>
        new ElementwiseCases("Acos", Math.Acos, -1, 1, Tolerance.UnitFunction).Check(opset);
}
