using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ConvTransposeTests
{
    [Theory]
    [InlineData(1, 1, 3, 1, 0)]
    [InlineData(3, 5, 3, 2, 1)]
    [InlineData(5, 3, 4, 2, 1)]
    [InlineData(16, 17, 2, 2, 0)]
    [InlineData(17, 16, 3, 3, 2)]
    [InlineData(49, 24, 9, 1, 4)]
    [InlineData(24, 3, 1, 2, 0)]
    public void Dense(int channels, int maps, int kernel, int stride, int pad) =>
        Check(channels, maps, 1, new SlidingWindow(kernel, kernel) { Strides = [stride, stride], Pads = [pad, pad, pad, pad] });

    [Theory]
    [InlineData(4, 6, 2)]
    [InlineData(17, 17, 17)]
    [InlineData(6, 12, 6)]
    public void Groups(int channels, int maps, int groups) =>
        Check(channels, maps, groups, new SlidingWindow(3, 3) { Strides = [2, 2], Pads = [1, 1, 1, 1] });

    [Fact]
    public void Dilation_and_asymmetric_pads() =>
        Check(5, 7, 1, new SlidingWindow(3, 2) { Strides = [2, 3], Dilations = [2, 1], Pads = [0, 1, 2, 0] });

    [Fact]
    public void Output_padding_adds_rows_and_columns_at_the_end() =>
        Check(3, 16, 1, new SlidingWindow(3, 3) { Strides = [2, 2], Pads = [1, 1, 1, 1] }, outputPadding: [1, 1]);

    [Fact]
    public void One_spatial_axis()
    {
        var random = new TensorRandom(1);
        Tensor x = random.Floats(2, 3, 7), w = random.Floats(3, 5, 3), bias = random.Floats(5);
        var window = new SlidingWindow(3) { Strides = [2], Pads = [1, 0] };
        Case(window, 1).Input(x).Constant(w).Constant(bias)
            .Check(Tolerance.Accumulated, ReferenceConv.Transposed(x, w, bias, window, [6 * 2 + 3 - 1]));
    }

    [Theory]
    [InlineData(1, 3, 1)]
    [InlineData(5, 17, 1)]
    [InlineData(16, 4, 1)]
    [InlineData(6, 4, 2)]
    [InlineData(17, 17, 17)]
    public void Three_spatial_axes(int channels, int maps, int groups)
    {
        Check(channels, maps, groups, new SlidingWindow(3, 3, 3) { Strides = [2, 2, 2], Pads = [1, 1, 1, 1, 1, 1] });
        Check(channels, maps, groups, new SlidingWindow(2, 3, 1) { Strides = [2, 1, 3], Dilations = [2, 1, 1], Pads = [0, 1, 0, 1, 2, 0] });
        Check(
            channels, maps, groups, new SlidingWindow(3, 2, 2) { Strides = [3, 2, 1], Pads = [1, 0, 1, 0, 1, 0] },
            outputPadding: [2, 1, 0]);
    }

    [Theory]
    [InlineData("SAME_UPPER")]
    [InlineData("SAME_LOWER")]
    public void Three_spatial_axes_with_automatic_padding(string autoPad)
    {
        var random = new TensorRandom(2);
        new OperatorCase("ConvTranspose", 13).Input(random.Floats(1, 3, 3, 4, 5)).Constant(random.Floats(3, 5, 4, 3, 3))
            .Attribute("strides", new[] { 2, 2, 3 }).Attribute("auto_pad", autoPad)
            .Check(Tolerance.Accumulated);
    }

    [Theory]
    [InlineData("SAME_UPPER")]
    [InlineData("SAME_LOWER")]
    [InlineData("VALID")]
    public void Automatic_padding(string autoPad)
    {
        var random = new TensorRandom(2);
        new OperatorCase("ConvTranspose", 13).Input(random.Floats(1, 3, 5, 7)).Constant(random.Floats(3, 5, 4, 3))
            .Attribute("strides", new[] { 2, 2 }).Attribute("auto_pad", autoPad)
            .Check(Tolerance.Accumulated);
    }

    [Fact]
    public void Output_shape_decides_the_pads()
    {
        var random = new TensorRandom(3);
        new OperatorCase("ConvTranspose", 11).Input(random.Floats(1, 3, 5, 7)).Constant(random.Floats(3, 5, 3, 3))
            .Attribute("strides", new[] { 3, 2 }).Attribute("output_shape", new[] { 14, 14 })
            .Check(Tolerance.Accumulated);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(22)]
    public void Weights_of_a_run(long opset)
    {
        var random = new TensorRandom(5);
        new OperatorCase("ConvTranspose", opset).Input(random.Floats(2, 4, 5, 7)).Input(random.Floats(4, 3, 3, 2)).Input(random.Floats(6))
            .Attribute("strides", new[] { 3, 2 }).Attribute("group", 2).Attribute("output_padding", new[] { 2, 1 })
            .Check(Tolerance.Accumulated);
    }

    private static void Check(int channels, int maps, int groups, SlidingWindow window, long[]? outputPadding = null)
    {
        var random = new TensorRandom(channels);
        Tensor x = random.Floats(window.Axes == 2 ? new Shape(2, channels, 5, 7) : new Shape(2, channels, 3, 4, 5));
        Tensor w = random.Floats(new Shape([channels, maps / groups, .. window.Kernel]));
        Tensor bias = random.Floats(maps);
        long[] extents = [.. Enumerable.Range(0, window.Axes).Select(a =>
            (x.Shape[a + 2] - 1) * window.Strides[a] + (window.Kernel[a] - 1) * window.Dilations[a] + 1
            - window.Pads[a] - window.Pads[a + window.Axes] + (outputPadding?[a] ?? 0))];
        foreach (long opset in new long[] { 7, 11 })
        {
            new OperatorCase("ConvTranspose", opset).Input(x).Constant(w).Constant(bias)
                .Attribute("strides", window.Strides).Attribute("dilations", window.Dilations).Attribute("group", groups)
                .Attribute("pads", window.Pads).Attribute("kernel_shape", window.Kernel).Attribute("output_padding", outputPadding)
                .Check(Tolerance.Accumulated, ReferenceConv.Transposed(x, w, bias, window, extents, groups));
        }

        Case(window, groups).Input(x).Constant(w).Attribute("output_padding", outputPadding)
            .Check(Tolerance.Accumulated, ReferenceConv.Transposed(x, w, null, window, extents, groups));
    }

    private static OperatorCase Case(SlidingWindow window, long groups) => new OperatorCase("ConvTranspose", 13)
        .Attribute("strides", window.Strides).Attribute("dilations", window.Dilations)
        .Attribute("group", groups).Attribute("pads", window.Pads);
}
