using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class AcoshTests
{
    [Theory]
    [InlineData(9)]
    [InlineData(22)]
    public void Every_length(int opset) =>
        new ElementwiseCases("Acosh", Math.Acosh, 1, 9, Tolerance.UnitFunction) { Special = [1, 2, 1e30f, float.NaN] }.Check(opset);
}
