using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class GlobalLpPoolTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 2)]
    [InlineData(17, 3)]
    public void Exponents(int channels, int p)
    {
        new OperatorCase("GlobalLpPool", 2).Input(new TensorRandom(channels).Floats(2, channels, 7, 9)).Attribute("p", p)
            .Check(Tolerance.Accumulated);
    }

    [Fact]
    public void One_and_three_axes()
    {
        foreach (int axes in new[] { 1, 3 })
        {
            Tensor x = new TensorRandom(axes).Floats(new Shape([2, 3, .. Enumerable.Repeat(5L, axes)]));
            new OperatorCase("GlobalLpPool", 2).Input(x).Check(Tolerance.Accumulated);
        }
    }
}
