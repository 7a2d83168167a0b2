using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ConvTests
{
    public static TheoryData<int, int, int, int, int> Dense()
    {
        var data = new TheoryData<int, int, int, int, int>();
        int[] channels = [1, 3, 5, 16, 17, 24, 48, 49, 116];
        int[] sizes = [1, 3, 7, 13, 17, 31, 33];
        for (int i = 0; i < channels.Length; i++)
        {
            foreach (int kernel in new[] { 1, 3 })
            {
                foreach (int stride in new[] { 1, 2 })
                    data.Add(
                        channels[i], channels[(i * 2 + kernel) % channels.Length], sizes[(i + kernel + stride) % sizes.Length], kernel,
                        stride);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Dense))]
    public void Dense_over_awkward_channels_and_sizes(int channels, int maps, int size, int kernel, int stride) =>
        Check(batch: 1, channels, maps, size, size + 2, groups: 1, new SlidingWindow(kernel, kernel)
        {
            Strides = [stride, stride],
            Pads = [kernel / 2, kernel / 2, kernel / 2, kernel / 2],
        });

    [Theory]
    [InlineData(2, 3, 16)]
    [InlineData(3, 17, 5)]
    [InlineData(5, 24, 49)]
    [InlineData(8, 7, 33)]
    public void Batches(int batch, int channels, int maps) =>
        Check(batch, channels, maps, 7, 5, groups: 1, new SlidingWindow(3, 3) { Pads = [1, 1, 1, 1] });

    [Theory]
    [InlineData(1, 3, 1, 1)]
    [InlineData(3, 3, 2, 1)]
    [InlineData(5, 5, 1, 1)]
    [InlineData(16, 3, 1, 1)]
    [InlineData(17, 3, 2, 1)]
    [InlineData(24, 5, 2, 1)]
    [InlineData(48, 7, 1, 1)]
    [InlineData(49, 7, 2, 1)]
    [InlineData(116, 3, 2, 1)]
    [InlineData(33, 3, 1, 2)]
    public void Depthwise(int channels, int kernel, int stride, int dilation) =>
        Check(batch: 2, channels, channels, 13, 17, channels, new SlidingWindow(kernel, kernel)
        {
            Strides = [stride, stride],
            Dilations = [dilation, dilation],
            Pads = [kernel / 2, kernel / 2, kernel / 2, kernel / 2],
        });

    [Theory]
    [InlineData(3, 6, 3)]
    [InlineData(16, 32, 16)]
    [InlineData(17, 51, 17)]
    public void Depthwise_with_several_maps_per_channel(int channels, int maps, int groups) =>
        Check(batch: 1, channels, maps, 7, 9, groups, new SlidingWindow(3, 3) { Pads = [1, 1, 1, 1] });

    [Theory]
    [InlineData(4, 6, 2, 3)]
    [InlineData(24, 24, 3, 1)]
    [InlineData(48, 96, 3, 3)]
    [InlineData(34, 10, 2, 1)]
    [InlineData(112, 112, 7, 3)]
    [InlineData(116, 232, 4, 1)]
    public void Groups(int channels, int maps, int groups, int kernel) =>
        Check(batch: 2, channels, maps, 7, 7, groups, new SlidingWindow(kernel, kernel)
        {
            Pads = [kernel / 2, kernel / 2, kernel / 2, kernel / 2],
        });

    [Theory]
    [InlineData("SAME_UPPER", 1)]
    [InlineData("SAME_UPPER", 2)]
    [InlineData("SAME_UPPER", 3)]
    [InlineData("SAME_LOWER", 1)]
    [InlineData("SAME_LOWER", 2)]
    [InlineData("SAME_LOWER", 3)]
    [InlineData("VALID", 1)]
    [InlineData("VALID", 2)]
    public void Automatic_padding(string autoPad, int stride)
    {
        foreach (int kernel in new[] { 2, 3, 4 })
        {
            Check(batch: 1, 5, 7, 13, 8, groups: 1, new SlidingWindow(kernel, kernel) { Strides = [stride, stride], AutoPad = autoPad });
            Check(batch: 1, 16, 16, 7, 10, groups: 16, new SlidingWindow(kernel, kernel) { Strides = [stride, stride], AutoPad = autoPad });
        }
    }

    [Theory]
    [InlineData(0, 1, 2, 3)]
    [InlineData(2, 0, 0, 1)]
    [InlineData(3, 3, 0, 0)]
    [InlineData(0, 0, 4, 4)]
    public void Asymmetric_padding(int top, int left, int bottom, int right)
    {
        var window = new SlidingWindow(3, 2) { Pads = [top, left, bottom, right], Strides = [2, 1] };
        Check(batch: 1, 3, 17, 7, 13, groups: 1, window);
        Check(batch: 1, 17, 17, 7, 13, groups: 17, window);
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(3, 1)]
    [InlineData(1, 4)]
    public void Dilation(int vertical, int horizontal) =>
        Check(batch: 1, 5, 17, 17, 13, groups: 1, new SlidingWindow(3, 3)
        {
            Dilations = [vertical, horizontal],
            Pads = [vertical, horizontal, vertical, horizontal],
        });

    [Theory]
    [InlineData(7, 1, 3, 0)]
    [InlineData(1, 7, 0, 3)]
    [InlineData(5, 5, 2, 2)]
    [InlineData(11, 11, 2, 2)]
    public void Kernels_of_every_form(int height, int width, int vertical, int horizontal) =>
        Check(batch: 1, 3, 16, 17, 31, groups: 1, new SlidingWindow(height, width)
        {
            Pads = [vertical, horizontal, vertical, horizontal],
            Strides = height == 11 ? [4, 4] : [1, 1],
        });

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(22)]
    public void Weights_of_a_run_in_any_opset(long opset)
    {
        var random = new TensorRandom(4);
        Tensor x = random.Floats(2, 4, 5, 7), w = random.Floats(6, 2, 3, 2), bias = random.Floats(6);
        var window = new SlidingWindow(3, 2) { Strides = [1, 2], Pads = [1, 0, 1, 1] };
        new OperatorCase("Conv", opset).Input(x).Input(w).Input(bias)
            .Attribute("strides", window.Strides).Attribute("group", 2).Attribute("pads", window.Pads)
            .Check(Tolerance.Accumulated, ReferenceConv.Convolve(x, w, bias, window, groups: 2));
    }

    [Fact]
    public void Windows_completely_on_padding_give_the_bias() =>
        Check(batch: 1, 3, 5, 2, 2, groups: 1, new SlidingWindow(1, 1) { Pads = [3, 2, 1, 3] });

    [Fact]
    public void A_kernel_as_large_as_the_input() => Check(batch: 2, 17, 33, 7, 7, groups: 1, new SlidingWindow(7, 7));

    [Theory]
    [InlineData(1, 3, 1)]
    [InlineData(17, 16, 17)]
    [InlineData(4, 8, 2)]
    public void One_spatial_axis(int channels, int maps, int groups)
    {
        if (groups == channels)
            maps = channels;
        var random = new TensorRandom(3);
        Tensor x = random.Floats(2, channels, 33), w = random.Floats(maps, channels / groups, 3), bias = random.Floats(maps);
        var window = new SlidingWindow(3) { Strides = [2], Dilations = [2], Pads = [1, 2] };
        Case(11, window, groups, withKernelShape: true).Input(x).Constant(w).Constant(bias)
            .Check(Tolerance.Accumulated, ReferenceConv.Convolve(x, w, bias, window, groups));
    }

    /// <summary>Dense, grouped and depthwise; few channels (gathered, or with padded columns), many, and awkward ones.</summary>
    [Theory]
    [InlineData(1, 3, 1)]
    [InlineData(3, 17, 1)]
    [InlineData(16, 5, 1)]
    [InlineData(33, 49, 1)]
    [InlineData(4, 6, 2)]
    [InlineData(24, 48, 3)]
    [InlineData(5, 5, 5)]
    [InlineData(17, 17, 17)]
    [InlineData(33, 33, 33)]
    [InlineData(6, 12, 6)]
    public void Three_spatial_axes(int channels, int maps, int groups)
    {
        foreach (SlidingWindow window in new[]
        {
            new SlidingWindow(3, 3, 3) { Pads = [1, 1, 1, 1, 1, 1] },
            new SlidingWindow(2, 3, 1) { Strides = [2, 1, 3], Pads = [1, 0, 2, 0, 2, 1] },
            new SlidingWindow(3, 2, 2) { Dilations = [2, 3, 1], Pads = [2, 0, 1, 2, 3, 0], Strides = [1, 2, 1] },
            new SlidingWindow(1, 3, 3) { Strides = [2, 2, 2], Pads = [1, 1, 0, 0, 1, 0] },
            new SlidingWindow(3, 1, 1) { Pads = [1, 0, 0, 1, 0, 0] },
            new SlidingWindow(1, 1, 1),
            new SlidingWindow(2, 3, 4) { Strides = [2, 1, 2], AutoPad = "SAME_LOWER" },
            new SlidingWindow(3, 3, 2) { Strides = [1, 3, 2], AutoPad = "SAME_UPPER" },
        })
        {
            CheckVolume(channels, maps, groups, [4, 5, 6], window);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(17)]
    public void Three_spatial_axes_with_windows_completely_on_padding(int channels)
    {
        CheckVolume(channels, 5, 1, [2, 2, 2], new SlidingWindow(1, 1, 1) { Pads = [3, 2, 1, 2, 1, 3] });
        CheckVolume(channels, channels, channels, [1, 2, 1], new SlidingWindow(1, 3, 3) { Pads = [2, 2, 1, 1, 3, 3] });
        CheckVolume(channels, channels, channels, [1, 2, 9], new SlidingWindow(2, 3, 3) { Pads = [2, 2, 1, 1, 3, 3] });
    }

    [Fact]
    public void A_kernel_as_large_as_the_volume() => CheckVolume(17, 33, 1, [3, 4, 5], new SlidingWindow(3, 4, 5));

    /// <summary>Residual, activation and normalisation over volumes: fused and not, the result is ONNX Runtime's.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Fused_over_three_spatial_axes(int groups)
    {
        var random = new TensorRandom(groups);
        OnnxModelBuilder builder = new OnnxModelBuilder(13).Input("x", 2, 8, 4, 5, 6)
            .Initializer("w", random.Floats(8, 8 / groups, 3, 3, 3)).Initializer("v", random.Floats(8, 8, 1, 1, 1))
            .Initializer("scale", random.Floats(new Shape(8), 0.5f, 2)).Initializer("shift", random.Floats(8))
            .Initializer("mean", random.Floats(8))
            .Initializer("variance", random.Floats(new Shape(8), 0.5f, 2))
            .Initializer("frame", TestTensors.Int64s(0, 0, 1, 0, 1, 0, 0, 0, 1, 0))
            .Node("Pad", ["x", "frame"], ["p"])
            .Node("Conv", ["p", "w"], ["a"], ("pads", new[] { 0, 1, 0, 1, 0, 1 }), ("group", groups))
            .Node("BatchNormalization", ["a", "scale", "shift", "mean", "variance"], ["b"]).Node("Relu", "b", "c")
            .Node("Conv", ["c", "v"], ["d"]).Node("Add", ["d", "x"], ["e"]).Node("Sigmoid", "e", "f")
            .Node("MaxPool", "f", "g", ("kernel_shape", new[] { 2, 2, 2 }), ("strides", new[] { 2, 2, 2 }))
            .Node("Concat", ["g", "g"], ["h"], ("axis", 1)).Node("GlobalAveragePool", "h", "i")
            .Node("Flatten", "i", "y").Output("y").Output("e");
        ModelCheck.AgreesWithOnnxRuntime(builder.Build(), [random.Floats(2, 8, 4, 5, 6)], Tolerance.Accumulated);
    }

    [Fact]
    public void Four_spatial_axes_are_refused()
    {
        byte[] model = new OnnxModelBuilder(13).Input("x", 1, 3, 4, 4, 4, 4).Initializer("w", new TensorRandom(1).Floats(2, 3, 1, 1, 1, 1))
            .Node("Conv", ["x", "w"], ["y"]).Output("y").Build();
        var error = Assert.Throws<UnsupportedModelException>(() => TestEngines.Best.Load(model, "test.onnx"));
        Assert.Contains("has 4 spatial axes; supported are 1 to 3", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(11)]
    [InlineData(13)]
    [InlineData(21)]
    public void Every_opset(int opset) =>
        Check(batch: 1, 3, 5, 7, 7, groups: 1, new SlidingWindow(3, 3) { Pads = [1, 1, 1, 1] }, opset);

    private static void Check(int batch, int channels, int maps, int height, int width, int groups, SlidingWindow window, long opset = 13)
    {
        var random = new TensorRandom(channels * 1000 + maps);
        Tensor x = random.Floats(batch, channels, height, width);
        Tensor w = random.Floats(new Shape([maps, channels / groups, .. window.Kernel]));
        Tensor bias = random.Floats(maps);
        NdArray sums = ReferenceConv.Convolve(x, w, null, window, groups), biases = bias;
        Case(opset, window, groups, withKernelShape: true).Input(x).Constant(w).Constant(bias)
            .Check(Tolerance.Accumulated, NdArray.Build(sums.Shape, index => sums[index] + biases[index[1]]));
        Case(opset, window, groups, withKernelShape: false).Input(x).Constant(w).Check(Tolerance.Accumulated, sums);
    }

    private static void CheckVolume(int channels, int maps, int groups, long[] extents, SlidingWindow window)
    {
        var random = new TensorRandom(channels + maps);
        Tensor x = random.Floats(new Shape([2, channels, .. extents])),
            w = random.Floats(new Shape([maps, channels / groups, .. window.Kernel])), bias = random.Floats(maps);
        Case(13, window, groups, withKernelShape: true).Input(x).Constant(w).Constant(bias)
            .Check(Tolerance.Accumulated, ReferenceConv.Convolve(x, w, bias, window, groups));
    }

    private static OperatorCase Case(long opset, SlidingWindow window, long groups, bool withKernelShape)
    {
        var operation = new OperatorCase("Conv", opset)
            .Attribute("strides", window.Strides)
            .Attribute("dilations", window.Dilations)
            .Attribute("group", groups)
            .Attribute("kernel_shape", withKernelShape ? window.Kernel : null);
        return window.AutoPad == "NOTSET"
            ? operation.Attribute("pads", window.Pads)
            : operation.Attribute("auto_pad", window.AutoPad);
    }
}
