using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class SqrtTests
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
    public void Every_length(int length) => Check(7, new TensorRandom(length).Floats(new Shape(length), 0, 9));

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(17)]
    [InlineData(49)]
    public void Feature_maps(int channels) => Check(13, new TensorRandom(channels).Floats(new Shape(2, channels, 7, 3), 0, 9));

    [Fact]
    public void Special_values() => Check(13, TestTensors.Floats(0, 1, 4, 1e-30f, 1e30f, -1, float.PositiveInfinity, float.NaN));

    private static void Check(long opset, Tensor x) => new OperatorCase("Sqrt", opset).Input(x)
        .Check(Tolerance.Rounding, NdArray.Of(x).Select(v => Math.Sqrt(v)));
}
