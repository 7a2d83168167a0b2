using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class MaxPoolTests
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
    [InlineData(116, 7, 3, 2, 1)]
    public void Sizes_and_channels(int channels, int size, int kernel, int stride, int pad)
    {
        foreach (bool ceil in new[] { false, true })
        {
            Check(new TensorRandom(channels).Floats(2, channels, size, size + 1), new SlidingWindow(kernel, kernel)
            {
                Strides = [stride, stride],
                Pads = [pad, pad, pad, pad],
                CeilMode = ceil,
            });
        }
    }

    [Theory]
    [InlineData("SAME_UPPER", 2)]
    [InlineData("SAME_LOWER", 2)]
    [InlineData("SAME_UPPER", 3)]
    [InlineData("SAME_LOWER", 1)]
    [InlineData("VALID", 2)]
    public void Automatic_padding(string autoPad, int stride) =>
        Check(new TensorRandom(1).Floats(1, 5, 13, 8), new SlidingWindow(3, 2) { Strides = [stride, stride], AutoPad = autoPad });

    [Fact]
    public void Asymmetric_padding() =>
        Check(new TensorRandom(2).Floats(1, 17, 7, 9), new SlidingWindow(3, 3) { Strides = [2, 2], Pads = [0, 1, 2, 0] });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Dilation(bool ceil) =>
        Check(
            new TensorRandom(3).Floats(1, 5, 13, 11),
            new SlidingWindow(3, 2) { Dilations = [2, 3], Strides = [2, 2], Pads = [1, 1, 1, 1], CeilMode = ceil });

    [Fact]
    public void Negative_values_beside_padding_stay_negative() =>
        Check(
            new TensorRandom(4).Floats(new Shape(1, 17, 5, 5), -9, -8), new SlidingWindow(3, 3) { Pads = [1, 1, 1, 1], Strides = [2, 2] });

    [Fact]
    public void One_spatial_axis() =>
        Check(new TensorRandom(5).Floats(2, 17, 33), new SlidingWindow(3) { Strides = [2], Pads = [1, 0] });

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(33)]
    public void Three_spatial_axes(int channels)
    {
        Tensor x = new TensorRandom(channels).Floats(new Shape(2, channels, 5, 6, 7), -9, -1);
        foreach (bool ceil in new[] { false, true })
        {
            Check(x, new SlidingWindow(2, 2, 2) { Strides = [2, 2, 2], CeilMode = ceil });
            Check(x, new SlidingWindow(3, 2, 3) { Strides = [2, 1, 3], Pads = [1, 0, 2, 1, 1, 0], CeilMode = ceil });
            Check(x, new SlidingWindow(2, 3, 1) { Dilations = [3, 1, 1], Strides = [1, 2, 2], Pads = [1, 1, 0, 0, 1, 0], CeilMode = ceil });
        }

        foreach (string autoPad in new[] { "SAME_UPPER", "SAME_LOWER", "VALID" })
            Check(x, new SlidingWindow(3, 2, 4) { Strides = [2, 2, 1], AutoPad = autoPad });
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public void Opsets_before_ceil_mode(int opset)
    {
        Tensor x = new TensorRandom(6).Floats(1, 3, 7, 7);
        new OperatorCase("MaxPool", opset).Input(x).Attribute("kernel_shape", new[] { 3, 3 }).Attribute("strides", new[] { 2, 2 })
            .Check(Tolerance.Exact, ReferencePool.Max(x, new SlidingWindow(3, 3) { Strides = [2, 2] }));
    }

    [Fact]
    public void Kernel_shape_alone_means_stride_one() =>
        new OperatorCase("MaxPool", 12).Input(new TensorRandom(7).Floats(1, 3, 7, 7)).Attribute("kernel_shape", new[] { 2, 2 })
            .Check(Tolerance.Exact);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Indices_of_the_maxima_in_either_order(int storageOrder)
    {
        foreach (int axes in new[] { 1, 2, 3 })
        {
            Tensor x = new TensorRandom(axes).Floats(new Shape([2, 3, .. new long[] { 7, 6, 5 }.Take(axes)]));
            foreach (bool ceil in new[] { false, true })
            {
                int[] pads = [.. Enumerable.Repeat(1, axes), .. Enumerable.Repeat(0, axes)];
                OperatorCase pool = new OperatorCase("MaxPool", 12).Input(x).Outputs(ElementType.Float32, ElementType.Int64)
                    .Attribute("kernel_shape", Enumerable.Repeat(2, axes).ToArray())
                    .Attribute("strides", Enumerable.Repeat(2, axes).ToArray()).Attribute("pads", pads).Attribute("ceil_mode", ceil)
                    .Attribute("dilations", new[] { 2, 1, 2 }.Take(axes).ToArray()).Attribute("storage_order", storageOrder);
                pool.Check(Tolerance.Exact);
            }
        }
    }

    [Theory]
    [InlineData(ElementType.UInt8)]
    [InlineData(ElementType.Int8)]
    public void Indices_of_the_first_of_equal_bytes(ElementType type) => new OperatorCase("MaxPool", 12)
        .Input(new TensorRandom(8).Integers(type, new Shape(1, 3, 9, 8), 0, 4)).Outputs(type, ElementType.Int64)
        .Attribute("kernel_shape", new[] { 3, 3 }).Attribute("strides", new[] { 2, 2 }).Check(Tolerance.Exact);

    [Theory]
    [InlineData(8)]
    [InlineData(10)]
    public void Indices_of_earlier_opsets(int opset) => new OperatorCase("MaxPool", opset)
        .Input(new TensorRandom(9).Floats(2, 2, 7, 8)).Outputs(ElementType.Float32, ElementType.Int64)
        .Attribute("kernel_shape", new[] { 2, 3 }).Attribute("auto_pad", "SAME_UPPER").Check(Tolerance.Exact);

    [Theory]
    [InlineData(1, 13, 1, 1)]
    [InlineData(5, 13, 1, 1)]
    [InlineData(17, 9, 2, 1)]
    [InlineData(3, 11, 3, 2)]
    public void Large_windows_go_axis_by_axis(int channels, int kernel, int stride, int dilation)
    {
        foreach (bool ceil in new[] { false, true })
        {
            Check(new TensorRandom(channels).Floats(2, channels, 33, 29), new SlidingWindow(kernel, kernel)
            {
                Strides = [stride, stride],
                Pads = [kernel / 2, kernel / 2, kernel / 2, kernel / 2],
                Dilations = [dilation, dilation],
                CeilMode = ceil,
            });
        }

        Check(
            new TensorRandom(channels).Floats(1, channels, 13, 14, 15),
            new SlidingWindow(7, 6, 5) { Pads = [3, 2, 2, 3, 3, 2], Strides = [1, 1, 2] });
    }

    [Fact]
    public void The_window_of_a_whole_image_takes_no_longer_than_its_rows()
    {
        // Windows of 199 by 199 at each of 40,000 places have 1.6 * 10^9 elements, and 1.6 * 10^7 along their axes.
        Tensor x = new TensorRandom(10).Floats(1, 1, 200, 200);
        byte[] model = new OperatorCase("MaxPool", 12).Input(x).Attribute("kernel_shape", new[] { 199, 199 })
            .Attribute("pads", new[] { 99, 99, 99, 99 }).Build(symbolic: false, folded: false);
        float[] found = TestEngines.Best.Run(model, [x])[0].Span<float>().ToArray();
        float[] pixels = x.Span<float>().ToArray();
        Assert.Equal(pixels.Where((_, i) => i % 200 < 100 && i < 20_000).Max(), found[0]);
        Assert.Equal(pixels.Where((_, i) => i % 200 >= 100 && i >= 20_000).Max(), found[^1]);
    }

    private static void Check(Tensor x, SlidingWindow window)
    {
        foreach (long opset in new long[] { 10, 12 })
        {
            var operation = new OperatorCase("MaxPool", opset).Input(x)
                .Attribute("kernel_shape", window.Kernel).Attribute("strides", window.Strides)
                .Attribute("dilations", window.Dilations).Attribute("ceil_mode", window.CeilMode);
            (window.AutoPad == "NOTSET" ? operation.Attribute("pads", window.Pads) : operation.Attribute("auto_pad", window.AutoPad))
                .Check(Tolerance.Exact, ReferencePool.Max(x, window));
        }
    }
}
