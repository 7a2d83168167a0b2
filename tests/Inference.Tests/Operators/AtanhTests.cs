using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class AtanhTests
{
    [Theory]
    [InlineData(9)]
    [InlineData(22)]
    public void Every_length(int opset) =>
        new ElementwiseCases("Atanh", Math.Atanh, -0.99f, 0.99f, Tolerance.UnitFunction).Check(opset);
}
