using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class LpPoolTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(5, 1)]
    [InlineData(17, 2)]
    [InlineData(3, 3)]
    public void Windows(int channels, int p)
    {
        Tensor x = new TensorRandom(channels).Floats(2, channels, 7, 9);
        foreach (long opset in new long[] { 2, 18 })
        {
            foreach (string autoPad in new[] { "NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID" })
            {
                var window = new SlidingWindow(3, 2) { Strides = [2, 1], AutoPad = autoPad };
                new OperatorCase("LpPool", opset).Input(x).Attribute("kernel_shape", new[] { 3, 2 }).Attribute("strides", new[] { 2, 1 })
                    .Attribute("auto_pad", autoPad).Attribute("p", p).Check(Tolerance.Accumulated, ReferencePool.Norm(x, window, p));
            }
        }
    }

    [Fact]
    public void Dilation_and_rounding_up_from_opset_18()
    {
        Tensor x = new TensorRandom(2).Floats(1, 3, 8, 9);
        foreach (bool ceil in new[] { false, true })
        {
            var window = new SlidingWindow(2, 3) { Strides = [2, 2], Pads = [0, 1, 1, 1], Dilations = [2, 1], CeilMode = ceil };
            new OperatorCase("LpPool", 18).Input(x).Attribute("kernel_shape", window.Kernel).Attribute("strides", window.Strides)
                .Attribute("pads", window.Pads).Attribute("dilations", window.Dilations).Attribute("ceil_mode", ceil)
                .Check(Tolerance.Accumulated, ReferencePool.Norm(x, window, 2));
        }
    }

    [Fact]
    public void One_and_three_axes()
    {
        foreach (int axes in new[] { 1, 3 })
        {
            Tensor x = new TensorRandom(axes).Floats(new Shape([2, 3, .. Enumerable.Repeat(5L, axes)]));
            new OperatorCase("LpPool", 18).Input(x).Attribute("kernel_shape", Enumerable.Repeat(2, axes).ToArray())
                .Check(Tolerance.Accumulated, ReferencePool.Norm(x, new SlidingWindow([.. Enumerable.Repeat(2L, axes)]), 2));
        }
    }

    [Fact]
    public void Opset_1_has_a_fractional_exponent() =>
        new OperatorCase("LpPool", 1).Input(new TensorRandom(4).Floats(1, 2, 4, 4)).Attribute("kernel_shape", new[] { 2, 2 })
            .Attribute("p", 1.5f).WithoutOnnxRuntime()
            .Check(Tolerance.Accumulated, ReferencePool.Norm(new TensorRandom(4).Floats(1, 2, 4, 4), new SlidingWindow(2, 2), 1.5));
}
