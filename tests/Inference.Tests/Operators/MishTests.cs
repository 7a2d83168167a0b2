using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class MishTests
{
    [Theory]
    [InlineData(18)]
    [InlineData(22)]
    public void Every_length(int opset) =>
        new ElementwiseCases("Mish", x => x * Math.Tanh(Math.Log(1 + Math.Exp(x))), -15, 9, Tolerance.UnitFunction).Check(opset);

    [Fact]
    public void Huge_values() => new OperatorCase("Mish", 18)
        .Input(TestTensors.Floats(float.MinValue, -1e30f, -100, float.NegativeInfinity, float.NaN, 1)).Check(Tolerance.Rounding);
}
