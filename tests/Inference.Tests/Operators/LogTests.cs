using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class LogTests
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
    public void Every_length(int length) => Check(7, new TensorRandom(length).Floats(new Shape(length), 0.001f, 9));

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(17)]
    [InlineData(49)]
    public void Feature_maps(int channels) => Check(13, new TensorRandom(channels).Floats(new Shape(2, channels, 7, 3), 0.001f, 9));

    [Fact]
    public void Special_values() => Check(13, TestTensors.Floats(1, 2, 1e-30f, 1e30f, float.MaxValue, 0, -1, float.PositiveInfinity));

    [Fact]
    public void Denormals() => Check(13, TestTensors.Floats(float.Epsilon, 1e-44f, 3e-40f, 1.1754942e-38f, 1.17549435e-38f, 1));

    private static void Check(long opset, Tensor x) => new OperatorCase("Log", opset).Input(x)
        .Check(Tolerance.UnitFunction, NdArray.Of(x).Select(v => Math.Log(v)));
}
