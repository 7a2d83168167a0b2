using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class LRNTests
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(3, 5)]
    [InlineData(5, 3)]
    [InlineData(16, 1)]
    [InlineData(17, 5)]
    [InlineData(48, 7)]
    [InlineData(49, 5)]
    [InlineData(7, 13)]
    public void Channels_and_window_sizes(int channels, int size)
    {
        Tensor x = new TensorRandom(channels).Floats(new Shape(2, channels, 7, 3), -20, 20);
        new OperatorCase("LRN", 7).Input(x).Attribute("size", size).Attribute("alpha", 0.02f).Attribute("beta", 0.75f).Attribute("bias", 2f)
            .Check(Tolerance.Accumulated, ReferenceNormalization.LocalResponse(x, size, 0.02f, 0.75f, 2));
    }

    [Theory]
    [InlineData(0.5f)]
    [InlineData(1f)]
    [InlineData(0.6f)]
    public void Any_exponent(float beta)
    {
        Tensor x = new TensorRandom(3).Floats(1, 5, 7, 7);
        new OperatorCase("LRN", 13).Input(x).Attribute("size", 3).Attribute("beta", beta)
            .Check(Tolerance.Accumulated, ReferenceNormalization.LocalResponse(x, 3, 1e-4f, beta, 1));
    }

    [Fact]
    public void One_and_three_spatial_axes()
    {
        foreach (Shape shape in new[] { new Shape(2, 17, 9), new Shape(2, 17, 3, 4, 5) })
        {
            Tensor x = new TensorRandom(4).Floats(shape, -20, 20);
            new OperatorCase("LRN", 13).Input(x).Attribute("size", 5).Attribute("alpha", 0.02f)
                .WithoutOnnxRuntime().Check(Tolerance.Accumulated, ReferenceNormalization.LocalResponse(x, 5, 0.02f, 0.75f, 1));
        }
    }
}
