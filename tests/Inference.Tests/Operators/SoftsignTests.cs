using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class SoftsignTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(22)]
    public void Every_length(int opset) =>
        new ElementwiseCases("Softsign", x => x / (1 + Math.Abs(x)), -9, 9, Tolerance.UnitFunction).Check(opset);
}
