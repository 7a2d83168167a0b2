using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class InstanceNormalizationTests
{
    [Theory]
    [InlineData(1, 3, 3)]
    [InlineData(3, 7, 13)]
    [InlineData(16, 17, 31)]
    [InlineData(17, 33, 7)]
    [InlineData(49, 1, 3)]
    public void Sizes_and_channels(int channels, int height, int width)
    {
        var random = new TensorRandom(channels);
        Tensor x = random.Floats(2, channels, height, width), scale = random.Floats(channels), bias = random.Floats(channels);
        new OperatorCase("InstanceNormalization", 7).Input(x).Constant(scale).Constant(bias).Attribute("epsilon", 1e-3f)
            .Check(Tolerance.Accumulated, ReferenceNormalization.Instance(x, scale, bias, 1e-3f));
    }

    [Fact]
    public void An_offset_far_above_the_spread_keeps_its_precision()
    {
        var random = new TensorRandom(5);
        Tensor x = random.Floats(new Shape(1, 3, 33, 33), 100, 101), scale = random.Floats(3), bias = random.Floats(3);
        new OperatorCase("InstanceNormalization", 13).Input(x).Constant(scale).Constant(bias)
            .Check(Tolerance.Network, ReferenceNormalization.Instance(x, scale, bias, 1e-5f));
    }

    [Fact]
    public void One_spatial_axis()
    {
        var random = new TensorRandom(6);
        Tensor x = random.Floats(2, 5, 33), scale = random.Floats(5), bias = random.Floats(5);
        new OperatorCase("InstanceNormalization", 13).Input(x).Constant(scale).Constant(bias)
            .Check(Tolerance.Accumulated, ReferenceNormalization.Instance(x, scale, bias, 1e-5f));
    }

    // ONNX Runtime's single running sum loses the fourth digit here.
    [Fact]
    public void A_large_plane_far_from_zero_keeps_its_precision()
    {
        var random = new TensorRandom(7);
        Tensor x = random.Floats(new Shape(1, 1, 641, 509), 40, 41), scale = random.Floats(1), bias = random.Floats(1);
        new OperatorCase("InstanceNormalization", 13).Input(x).Constant(scale).Constant(bias).WithoutOnnxRuntime()
            .Check(Tolerance.Rounding, ReferenceNormalization.Instance(x, scale, bias, 1e-5f));
    }
}
