using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class HardSwishTests
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
    public void Every_length(int length) => Check(14, new TensorRandom(length).Floats(new Shape(length), -5, 5));

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(17)]
    [InlineData(49)]
    public void Feature_maps(int channels) => Check(14, new TensorRandom(channels).Floats(new Shape(2, channels, 7, 3), -5, 5));

    [Fact]
    public void Special_values() => Check(14, TestTensors.Floats(0, -0f, 3, -3, 2.999f, -2.999f, 1000, -1000));

    private static void Check(long opset, Tensor x) => new OperatorCase("HardSwish", opset).Input(x)
        .Check(Tolerance.Rounding, NdArray.Of(x).Select(v => v * Math.Max(0, Math.Min(1, v / 6 + 0.5))));
}
