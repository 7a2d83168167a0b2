using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class QLinearAveragePoolTests
{
    [Theory]
    [InlineData(3, 9, 7)]
    [InlineData(17, 8, 8)]
    public void Windows(int channels, int height, int width)
    {
        foreach (ElementType type in QuantizedOperands.Types)
        {
            Tensor x = QuantizedOperands.Any(type, 2, channels, height, width);
            Tensor zero = QuantizedOperands.Zero(type, 3), result = QuantizedOperands.Zero(type, -9);
            var window = new SlidingWindow(3, 2) { Strides = [2, 1], Pads = [1, 0, 1, 1] };
            foreach (int counts in new[] { 0, 1 })
            {
                NdArray expected = QuantizedOperands.Integers(
                    ReferencePool.Average(QuantizedOperands.Real(x, 0.03f, zero), window, counts == 1), 0.025f, result);
                OperatorCase given = Case(type, zero, result, x).Attribute("kernel_shape", window.Kernel)
                    .Attribute("strides", window.Strides).Attribute("pads", window.Pads).Attribute("count_include_pad", counts);
                given.Check(Tolerance.OneStep, expected);
            }
        }
    }

    [Fact]
    public void Channels_last()
    {
        Tensor x = QuantizedOperands.Any(ElementType.UInt8, 2, 9, 7, 5);
        Tensor zero = QuantizedOperands.Zero(ElementType.UInt8, 3), result = QuantizedOperands.Zero(ElementType.UInt8, -9);
        NdArray image = ReferenceMovement.Transpose(QuantizedOperands.Real(x, 0.03f, zero), 0, 3, 1, 2);
        NdArray expected = ReferenceMovement.Transpose(ReferencePool.Average(image, new SlidingWindow(3, 2)), 0, 2, 3, 1);
        Case(ElementType.UInt8, zero, result, x).Attribute("kernel_shape", new[] { 3, 2 }).Attribute("channels_last", 1)
            .Check(Tolerance.OneStep, QuantizedOperands.Integers(expected, 0.025f, result));
    }

    private static OperatorCase Case(ElementType type, Tensor zero, Tensor result, Tensor x) =>
        new OperatorCase("QLinearAveragePool", 13, "com.microsoft").Input(x).Constant(TestTensors.Float(0.03f)).Constant(zero)
            .Constant(TestTensors.Float(0.025f)).Constant(result).Outputs(type);
}
