using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class LeakyReluTests
{
    [Theory]
    [InlineData(1, 0.01f)]
    [InlineData(7, 0.1f)]
    [InlineData(17, 0f)]
    [InlineData(33, -0.5f)]
    [InlineData(1000, 0.2f)]
    public void Slopes(int length, float alpha)
    {
        Tensor x = new TensorRandom(length).Floats(new Shape(length), -5, 5);
        foreach (long opset in new long[] { 7, 16 })
        {
            new OperatorCase("LeakyRelu", opset).Input(x).Attribute("alpha", alpha)
                .Check(Tolerance.Rounding, NdArray.Of(x).Select(v => v < 0 ? alpha * v : v));
        }
    }

    [Fact]
    public void Default_slope_is_a_hundredth()
    {
        Tensor x = new TensorRandom(1).Floats(2, 5, 7, 3);
        new OperatorCase("LeakyRelu", 13).Input(x).Check(Tolerance.Rounding, NdArray.Of(x).Select(v => v < 0 ? 0.01f * v : v));
    }
}
