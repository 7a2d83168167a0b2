using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class TanhTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(13)]
    [InlineData(17)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(1000)]
    public void Every_length(int length) => Check(7, new TensorRandom(length).Floats(new Shape(length), -6, 6));

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(17)]
    [InlineData(49)]
    public void Feature_maps(int channels) => Check(13, new TensorRandom(channels).Floats(new Shape(2, channels, 7, 3), -6, 6));

    [Fact]
    public void Special_values() =>
        Check(
            13, TestTensors.Floats(0, -0f, 1e-6f, -1e-6f, 10, -10, 90, -90, 1e30f, -1e30f, float.PositiveInfinity, float.NegativeInfinity));

    private static void Check(long opset, Tensor x) => new OperatorCase("Tanh", opset).Input(x)
        .Check(Tolerance.UnitFunction, NdArray.Of(x).Select(v => Math.Tanh(v)));
}
