using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class FloorTests
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
    public void Every_length(int length) => Check(7, new TensorRandom(length).Floats(new Shape(length), -30, 30));

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(17)]
    [InlineData(49)]
    public void Feature_maps(int channels) => Check(13, new TensorRandom(channels).Floats(new Shape(2, channels, 7, 3), -30, 30));

    [Fact]
    public void Special_values() =>
        Check(13, TestTensors.Floats(0, -0f, 1e10f, -1e10f, 0.5f, -0.5f, 1.5f, float.NegativeInfinity, 8388607.5f));

    private static void Check(long opset, Tensor x) => new OperatorCase("Floor", opset).Input(x)
        .Check(Tolerance.Exact, NdArray.Of(x).Select(v => Math.Floor(v)));
}
