using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class AsinhTests
{
    [Theory]
    [InlineData(9)]
    [InlineData(22)]
    public void Every_length(int opset) =>
        new ElementwiseCases("Asinh", Math.Asinh, -9, 9, Tolerance.UnitFunction).Check(opset);
}
