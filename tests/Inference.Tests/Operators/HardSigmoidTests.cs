using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class HardSigmoidTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(17)]
    [InlineData(33)]
    [InlineData(1000)]
    public void Default_slope_is_a_fifth(int length)
    {
        Tensor x = new TensorRandom(length).Floats(new Shape(length), -5, 5);
        new OperatorCase("HardSigmoid", 7).Input(x)
            .Check(Tolerance.Rounding, NdArray.Of(x).Select(v => Math.Clamp(0.2f * v + 0.5, 0, 1)));
    }

    [Theory]
    [InlineData(1f / 6, 0.5f)]
    [InlineData(2f, -1f)]
    public void Slope_and_offset(float alpha, float beta)
    {
        Tensor x = new TensorRandom(3).Floats(new Shape(2, 17, 7, 3), -5, 5);
        new OperatorCase("HardSigmoid", 13).Input(x).Attribute("alpha", alpha).Attribute("beta", beta)
            .Check(Tolerance.Rounding, NdArray.Of(x).Select(v => Math.Clamp(alpha * v + beta, 0, 1)));
    }
}
