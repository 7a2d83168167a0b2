using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class MaxRoiPoolTests
{
    [Theory]
    [InlineData(1, 2, 3, 1f)]
    [InlineData(5, 6, 6, 0.5f)]
    [InlineData(17, 1, 1, 1.3f)]
    public void Regions(int channels, int rows, int columns, float scale)
    {
        Tensor x = new TensorRandom(channels).Floats(2, channels, 9, 8);
        Tensor regions = TestTensors.Floats(new Shape(4, 5), 0, 0, 0, 7, 8, 1, 2, 1, 5, 6, 1, -3, -2, 4, 20, 0, 3, 3, 3, 3);
        new OperatorCase("MaxRoiPool", 1).Input(x).Input(regions).Attribute("pooled_shape", new[] { rows, columns })
            .Attribute("spatial_scale", scale).Check(Tolerance.Exact);
    }
}
