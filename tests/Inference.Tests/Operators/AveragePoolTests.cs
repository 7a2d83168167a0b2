using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class AveragePoolTests
{
    [Theory]
    [InlineData(1, 3, 2, 2, 0)]
    [InlineData(3, 7, 3, 2, 1)]
    [InlineData(5, 13, 3, 1, 1)]
    [InlineData(16, 17, 3, 2, 0)]
    [InlineData(17, 31, 2, 2, 0)]
    [InlineData(24, 33, 5, 3, 2)]
    [InlineData(48, 7, 7, 1, 3)]
    [InlineData(49, 13, 3, 2, 1)]
    [InlineData(116, 7, 7, 7, 0)]
    public void Sizes_and_channels(int channels, int size, int kernel, int stride, int pad)
    {
        foreach (bool include in new[] { false, true })
        {
            foreach (bool ceil in new[] { false, true })
            {
                Check(new TensorRandom(channels).Floats(2, channels, size, size + 1), include, new SlidingWindow(kernel, kernel)
                {
                    Strides = [stride, stride],
                    Pads = [pad, pad, pad, pad],
                    CeilMode = ceil,
                });
            }
        }
    }

    [Theory]
    [InlineData("SAME_UPPER", 2)]
    [InlineData("SAME_LOWER", 2)]
    [InlineData("SAME_UPPER", 3)]
    [InlineData("VALID", 2)]
    public void Automatic_padding(string autoPad, int stride)
    {
        foreach (bool include in new[] { false, true })
            Check(
                new TensorRandom(1).Floats(1, 5, 13, 8), include,
                new SlidingWindow(3, 2) { Strides = [stride, stride], AutoPad = autoPad });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Asymmetric_padding(bool include) =>
        Check(new TensorRandom(2).Floats(1, 17, 7, 9), include, new SlidingWindow(3, 3) { Strides = [2, 2], Pads = [0, 1, 2, 0] });

    [Fact]
    public void One_spatial_axis() =>
        Check(new TensorRandom(5).Floats(2, 17, 33), include: false, new SlidingWindow(3) { Strides = [2], Pads = [1, 0] });

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(33)]
    public void Three_spatial_axes(int channels)
    {
        Tensor x = new TensorRandom(channels).Floats(2, channels, 5, 6, 7);
        foreach (bool include in new[] { false, true })
        {
            foreach (bool ceil in new[] { false, true })
            {
                Check(x, include, new SlidingWindow(2, 2, 2) { Strides = [2, 2, 2], CeilMode = ceil });
                Check(x, include, new SlidingWindow(3, 2, 3) { Strides = [2, 1, 3], Pads = [1, 0, 2, 1, 1, 0], CeilMode = ceil });
            }

            Check(x, include, new SlidingWindow(3, 2, 4) { Strides = [2, 3, 1], AutoPad = "SAME_UPPER" });
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Dilation_from_opset_19(bool include)
    {
        var window = new SlidingWindow(3, 2) { Dilations = [2, 3], Strides = [1, 2], Pads = [1, 1, 1, 1] };
        Tensor x = new TensorRandom(3).Floats(1, 5, 13, 11);
        new OperatorCase("AveragePool", 19).Input(x)
            .Attribute("kernel_shape", window.Kernel).Attribute("strides", window.Strides).Attribute("pads", window.Pads)
            .Attribute("dilations", window.Dilations).Attribute("count_include_pad", include)
            .Check(Tolerance.Rounding, ReferencePool.Average(x, window, include));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_last_window_that_would_begin_on_padding_is_left_out(bool include) => Check(
        new TensorRandom(8).Floats(1, 3, 4, 4), include,
        new SlidingWindow(3, 3) { Strides = [3, 3], Pads = [1, 1, 1, 1], CeilMode = true });

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(22)]
    public void Every_opset(int opset)
    {
        Tensor x = new TensorRandom(6).Floats(1, 3, 7, 7);
        OperatorCase pool = new OperatorCase("AveragePool", opset).Input(x)
            .Attribute("kernel_shape", new[] { 3, 3 }).Attribute("strides", new[] { 2, 2 }).Attribute("pads", new[] { 1, 1, 1, 1 });
        // ONNX Runtime begins with opset 7.
        (opset < 7 ? pool.WithoutOnnxRuntime() : pool).Check(
            Tolerance.Rounding, ReferencePool.Average(x, new SlidingWindow(3, 3) { Strides = [2, 2], Pads = [1, 1, 1, 1] }));
    }

    private static void Check(Tensor x, bool include, SlidingWindow window)
    {
        var operation = new OperatorCase("AveragePool", 19).Input(x)
            .Attribute("kernel_shape", window.Kernel).Attribute("strides", window.Strides)
            .Attribute("ceil_mode", window.CeilMode).Attribute("count_include_pad", include);
        (window.AutoPad == "NOTSET" ? operation.Attribute("pads", window.Pads) : operation.Attribute("auto_pad", window.AutoPad))
            .Check(Tolerance.Rounding, ReferencePool.Average(x, window, include));
    }
}
