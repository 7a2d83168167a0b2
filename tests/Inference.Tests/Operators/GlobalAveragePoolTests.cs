using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class GlobalAveragePoolTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 7, 7)]
    [InlineData(5, 13, 17)]
    [InlineData(16, 31, 33)]
    [InlineData(17, 1, 33)]
    [InlineData(24, 7, 1)]
    [InlineData(48, 3, 3)]
    [InlineData(49, 7, 13)]
    [InlineData(116, 14, 14)]
    public void Sizes_and_channels(int channels, int height, int width)
    {
        Tensor x = new TensorRandom(channels).Floats(3, channels, height, width);
        new OperatorCase("GlobalAveragePool", 7).Input(x).Check(Tolerance.Rounding, ReferenceReduction.Mean(x, [2, 3]));
    }

    [Fact]
    public void One_spatial_axis()
    {
        Tensor x = new TensorRandom(1).Floats(2, 17, 33);
        new OperatorCase("GlobalAveragePool", 13).Input(x).Check(Tolerance.Rounding, ReferenceReduction.Mean(x, [2]));
    }

    [Fact]
    public void Large_offsets_do_not_drown_the_mean()
    {
        Tensor x = new TensorRandom(2).Floats(new Shape(1, 5, 112, 112), 100, 101);
        new OperatorCase("GlobalAveragePool", 13).Input(x).Check(Tolerance.Accumulated, ReferenceReduction.Mean(x, [2, 3]));
    }

    [Fact]
    public void Three_spatial_axes()
    {
        Tensor x = new TensorRandom(2).Floats(new Shape(2, 17, 3, 5, 7), -9, -1);
        new OperatorCase("GlobalAveragePool", 13)
            .Input(x).Check(Tolerance.Accumulated, ReferencePool.Average(x, new SlidingWindow(3, 5, 7)));
    }

    // Equal elements: every addition to one running sum would be rounded the same way.
    [Theory]
    [InlineData(3, 601, 503)]
    [InlineData(17, 1, 70001)]
    public void The_mean_of_a_large_flat_plane_is_its_value(int channels, int height, int width)
    {
        Tensor x = new TensorRandom(3).Floats(new Shape(1, channels, height, width), 0.1f, 0.1000001f);
        new OperatorCase("GlobalAveragePool", 13).Input(x).WithoutOnnxRuntime()
            .Check(Tolerance.Rounding with { OfRange = 1e-5 }, ReferenceReduction.Mean(x, [2, 3]));
    }
}
