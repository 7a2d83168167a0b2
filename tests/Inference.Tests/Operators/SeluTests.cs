using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class SeluTests
{
    [Theory]
    [InlineData(6)]
    [InlineData(22)]
    public void Every_length(int opset) => new ElementwiseCases(
        "Selu", x => 1.05070102214813232421875 * (x < 0 ? 1.67326319217681884765625 * (Math.Exp(x) - 1) : x), -9, 5, Tolerance.UnitFunction)
        .Check(opset);

    [Fact]
    public void The_constants_of_the_first_version() =>
        new ElementwiseCases("Selu", x => 1.0507f * (x < 0 ? 1.6732f * (Math.Exp(x) - 1) : x), -9, 5, Tolerance.UnitFunction)
        { OnnxRuntime = false }.Check(1);

    [Theory]
    [InlineData(6)]
    [InlineData(22)]
    public void Attributes(int opset) =>
        new ElementwiseCases("Selu", x => 3 * (x < 0 ? 2 * (Math.Exp(x) - 1) : x), -9, 5, Tolerance.UnitFunction)
        { Attributes = [("alpha", 2f), ("gamma", 3f)] }.Check(opset);
}
