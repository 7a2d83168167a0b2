using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class SwishTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(17)]
    [InlineData(33)]
    [InlineData(1000)]
    public void X_times_its_sigmoid(int length)
    {
        Tensor x = new TensorRandom(length).Floats(new Shape(length), -12, 12);
        new OperatorCase("Swish", 24).Input(x).WithoutOnnxRuntime()
            .Check(Tolerance.UnitFunction, NdArray.Of(x).Select(v => v / (1 + Math.Exp(-v))));
    }

    [Fact]
    public void Huge_values_have_a_sigmoid_of_zero() => new OperatorCase("Swish", 24)
        .Input(TestTensors.Floats(float.MinValue, -1e30f, -100, float.NegativeInfinity, float.NaN, 1))
        .Check(Tolerance.Rounding);
}
