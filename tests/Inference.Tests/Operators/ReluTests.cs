using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ReluTests
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
    public void Every_length(int length) => Check(7, new TensorRandom(length).Floats(new Shape(length), -3, 3));

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(17)]
    [InlineData(49)]
    public void Feature_maps(int channels) => Check(13, new TensorRandom(channels).Floats(new Shape(2, channels, 7, 3), -3, 3));

    [Fact]
    public void Special_values() =>
        Check(
            13, TestTensors.Floats(
                0, -0f, 1e-40f, -1e-40f, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity));

    private static void Check(long opset, Tensor x) => new OperatorCase("Relu", opset).Input(x)
        .Check(Tolerance.Exact, NdArray.Of(x).Select(v => double.IsNaN(v) ? v : Math.Max(0, v)));

    [Theory]
    [InlineData(ElementType.Int8)]
    [InlineData(ElementType.Int16)]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.Float64)]
    public void Every_type(ElementType type)
    {
        Tensor x = new TensorRandom(1).Any(type, new Shape(2, 17, 3), -50, 50);
        new OperatorCase("Relu", 14).Input(x).WithoutOnnxRuntime().Check(Tolerance.Exact, NdArray.Of(x).Select(v => Math.Max(0, v)));
    }
}
