using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class GlobalMaxPoolTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 7, 7)]
    [InlineData(5, 13, 17)]
    [InlineData(17, 1, 33)]
    [InlineData(48, 3, 3)]
    [InlineData(116, 14, 14)]
    public void Sizes_and_channels(int channels, int height, int width)
    {
        Tensor x = new TensorRandom(channels).Floats(new Shape(3, channels, height, width), -9, -1);
        new OperatorCase("GlobalMaxPool", 7).Input(x)
            .Check(Tolerance.Exact, ReferencePool.Max(x, new SlidingWindow(height, width)));
    }

    [Fact]
    public void One_spatial_axis()
    {
        Tensor x = new TensorRandom(1).Floats(2, 17, 33);
        new OperatorCase("GlobalMaxPool", 13).Input(x).Check(Tolerance.Exact, ReferencePool.Max(x, new SlidingWindow(33)));
    }

    [Fact]
    public void Three_spatial_axes()
    {
        Tensor x = new TensorRandom(2).Floats(new Shape(2, 17, 3, 5, 7), -9, -1);
        new OperatorCase("GlobalMaxPool", 13).Input(x).Check(Tolerance.Exact, ReferencePool.Max(x, new SlidingWindow(3, 5, 7)));
    }
}
