using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class CoshTests
{
    [Theory]
    [InlineData(9)]
    [InlineData(22)]
    public void Every_length(int opset) =>
        new ElementwiseCases("Cosh", Math.Cosh, -5, 5, Tolerance.UnitFunction).Check(opset);
}
