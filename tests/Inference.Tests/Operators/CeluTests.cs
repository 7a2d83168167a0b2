using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class CeluTests
{
    [Theory]
    [InlineData(12)]
    public void Every_length(int opset) =>
        new ElementwiseCases("Celu", x => Math.Max(0, x) + Math.Min(0, 2 * (Math.Exp(x / 2) - 1)), -9, 5, Tolerance.UnitFunction)
        { Attributes = [("alpha", 2f)] }.Check(opset);
}
