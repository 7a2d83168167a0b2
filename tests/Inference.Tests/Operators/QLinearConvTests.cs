using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

/// <summary>To the bit as the plain reference; ONNX Runtime is at most a step apart.</summary>
public sealed class QLinearConvTests
{
    private readonly TensorRandom _random = new(41);

    [Theory]
    [InlineData(1, 1, 5, 1)]
    [InlineData(3, 17, 9, 1)]
    [InlineData(16, 24, 7, 1)]
    [InlineData(33, 5, 6, 1)]
    [InlineData(17, 17, 8, 17)]
    [InlineData(6, 12, 7, 3)]
    [InlineData(6, 12, 7, 6)]
    [InlineData(12, 8, 6, 4)]
    [InlineData(32, 48, 5, 16)]
    [InlineData(24, 16, 6, 8)]
    [InlineData(33, 22, 4, 11)]
    [InlineData(8, 24, 5, 8)]
    [InlineData(30, 6, 5, 3)]
    public void Dense_grouped_and_depthwise(int channels, int maps, int size, int groups)
    {
        foreach ((ElementType x, ElementType w) in new[]
        {
            (ElementType.UInt8, ElementType.UInt8), (ElementType.UInt8, ElementType.Int8), (ElementType.Int8, ElementType.Int8),
        })
        {
            var window = new SlidingWindow(3, 3) { Pads = [1, 1, 1, 1] };
            Check(x, w, channels, maps, [size, size + 2], groups, window, perFilter: false, bias: true);
            if (w == ElementType.Int8)
                Check(x, w, channels, maps, [size, size + 2], groups, window with { Strides = [2, 1] }, perFilter: true, bias: false);
        }
    }

    [Theory]
    [InlineData("SAME_UPPER")]
    [InlineData("SAME_LOWER")]
    [InlineData("VALID")]
    public void Automatic_padding(string autoPad) => Check(
        ElementType.UInt8, ElementType.UInt8, 5, 7, [9, 8], 1,
        new SlidingWindow(3, 2) { AutoPad = autoPad, Strides = [2, 3] }, perFilter: false, bias: true);

    [Fact]
    public void Dilations_and_pads_of_each_side() => Check(
        ElementType.UInt8, ElementType.Int8, 4, 6, [9, 11], 2,
        new SlidingWindow(3, 2) { Dilations = [2, 3], Pads = [0, 2, 3, 1] }, perFilter: true, bias: true);

    [Fact]
    public void One_and_three_spatial_axes()
    {
        Check(
            ElementType.UInt8, ElementType.Int8, 5, 6, [17], 1, new SlidingWindow(3) { Pads = [1, 2], Strides = [2] }, perFilter: true,
            bias: true);
        Check(
            ElementType.UInt8, ElementType.UInt8, 4, 6, [4, 5, 6], 2,
            new SlidingWindow(2, 3, 1) { Pads = [1, 1, 0, 0, 1, 1], Strides = [1, 2, 1] }, perFilter: false, bias: true);
    }

    /// <summary>Groups whose channels are no whole words become fewer groups, as long as these do not multiply with too many.</summary>
    [Theory]
    [InlineData(16, 8, "UInt8 gathered gemm 9x4x36 groups=4 to UInt8")]
    [InlineData(24, 8, "UInt8 gathered gemm 9x8x108 groups=2 to UInt8")]
    [InlineData(21, 7, "UInt8 indirect gemm 9x14x216 to UInt8")]
    [InlineData(32, 8, "UInt8 gathered gemm 9x2x36 groups=8 to UInt8")]
    [InlineData(27, 9, "integer convolution 3x3 stride 1 3x3x18")]
    public void Steps_of_groups(int channels, int groups, string kernel)
    {
        byte[] model = new OnnxModelBuilder(13).Input("x", ElementType.UInt8, 1, channels, 5, 5)
            .Initializer("s", TestTensors.Float(0.02f)).Initializer("z", One(ElementType.UInt8, 121))
            .Initializer("w", Any(ElementType.UInt8, new Shape(2 * groups, channels / groups, 3, 3)))
            .Node("QLinearConv", ["x", "s", "z", "w", "s", "z", "s", "z"], ["y"], ("group", groups)).Output("y", ElementType.UInt8).Build();
        using InferenceModel loaded = TestEngines.Best.Load(model, "groups");
        Assert.Contains(kernel, loaded.Compile([new Shape(1, channels, 5, 5)]).LeafSteps.Select(step => step.Kernel));
    }

    [Fact]
    public void Everything_computed()
    {
        Tensor x = Any(ElementType.UInt8, new Shape(2, 3, 6, 5));
        Tensor w = Any(ElementType.Int8, new Shape(4, 3, 2, 2));
        Tensor[] others =
        [
            TestTensors.Float(0.02f), One(ElementType.UInt8, 121), _random.Floats(new Shape(4), 0.01f, 0.03f),
            _random.Integers(ElementType.Int8, new Shape(4), -2, 3), TestTensors.Float(0.05f), One(ElementType.UInt8, 110),
            _random.Integers(ElementType.Int32, new Shape(4), -500, 500),
        ];
        NdArray expected = Expected(
            x, w, others[0], others[1], others[2], others[3], others[4], others[5], others[6], new SlidingWindow(2, 2), 1);
        new OperatorCase("QLinearConv", 10).Input(x).Input(others[0]).Input(others[1]).Input(w).Input(others[2]).Input(others[3])
            .Input(others[4]).Input(others[5]).Input(others[6]).Outputs(ElementType.UInt8).WithoutOnnxRuntime()
            .Check(Tolerance.Exact, expected);
    }

    [Fact]
    public void An_image_in_a_batch_has_the_bits_of_a_run_alone()
    {
        byte[] model = new OnnxModelBuilder(13).Input("x", ElementType.UInt8, Dimension.Named("n"), 3, 9, 9)
            .Initializer("s", TestTensors.Float(0.02f)).Initializer("z", One(ElementType.UInt8, 121))
            .Initializer("w", Any(ElementType.UInt8, new Shape(5, 3, 3, 3)))
            .Node("QLinearConv", ["x", "s", "z", "w", "s", "z", "s", "z"], ["y"]).Output("y", ElementType.UInt8).Build();
        Tensor x = Any(ElementType.UInt8, new Shape(4, 3, 9, 9));
        Tensor whole = TestEngines.Best.Run(model, [x])[0];
        for (int i = 0; i < 4; i++)
            ModelCheck.SameBits(whole.Rows(i, 1), TestEngines.Best.Run(model, [x.Rows(i, 1)])[0], $"image {i}");
    }

    [Fact]
    public void Several_scales_of_the_image_are_refused()
    {
        byte[] model = new OnnxModelBuilder(13).Input("x", ElementType.UInt8, 1, 3, 9, 9).Initializer("s", TestTensors.Floats(1, 2, 3))
            .Initializer("z", Any(ElementType.UInt8, new Shape(3))).Initializer("w", Any(ElementType.UInt8, new Shape(3, 3, 3, 3)))
            .Node("QLinearConv", ["x", "s", "z", "w", "s", "z", "s", "z"], ["y"]).Output("y", ElementType.UInt8).Build();
        RefusedModel.With(() => TestEngines.Best.Load(model, "model"), "one scale and one zero point for the whole tensor");
    }

    private void Check(
        ElementType xType, ElementType wType, int channels, int maps, long[] extents, int groups, SlidingWindow window, bool perFilter,
        bool bias)
    {
        Tensor x = Any(xType, new Shape([2, channels, .. extents]));
        Tensor w = Any(wType, new Shape([maps, channels / groups, .. window.Kernel]));
        Shape filters = perFilter ? new Shape(maps) : Shape.Scalar;
        Tensor xScale = TestTensors.Float(0.021f), yScale = TestTensors.Float(0.021f * channels / groups);
        Tensor xZero = One(xType, xType == ElementType.UInt8 ? 131 : 3), yZero = One(xType, xType == ElementType.UInt8 ? 120 : -7);
        Tensor wScale = _random.Floats(filters, 0.005f, 0.02f);
        // ONNX Runtime takes no others for each filter.
        Tensor wZero = perFilter ? new Tensor(wType, filters) : One(wType, wType == ElementType.UInt8 ? 127 : -4);
        Tensor? row = bias ? _random.Integers(ElementType.Int32, new Shape(maps), -3000, 3000) : null;
        NdArray expected = Expected(x, w, xScale, xZero, wScale, wZero, yScale, yZero, row, window, groups);
        new OperatorCase("QLinearConv", 10).Input(x).Constant(xScale).Constant(xZero).Constant(w).Constant(wScale).Constant(wZero)
            .Constant(yScale).Constant(yZero).OptionalConstant(row).Attribute("group", groups == 1 ? null : groups)
            .Attribute("strides", window.Strides).Attribute("dilations", window.Dilations)
            .Attribute("pads", window.AutoPad == "NOTSET" ? window.Pads : null).Attribute("auto_pad", window.AutoPad)
            .Outputs(xType).WithinOneStepOfOnnxRuntime().Check(Tolerance.Exact, expected);
    }

    private static NdArray Expected(
        Tensor x, Tensor w, NdArray xScale, NdArray xZero, NdArray wScale, NdArray wZero, NdArray yScale, Tensor yZero, Tensor? bias,
        SlidingWindow window, int groups)
    {
        NdArray sums = ReferenceConv.Convolve(
            NdArray.Of(x).Select(i => i - xZero.Values[0]), ReferenceQuantization.MinusFirst(w, wZero),
            bias is null ? null : NdArray.Of(bias), window, groups);
        return NdArray.Build(sums.Shape, index => ReferenceQuantization.Requantize(
            sums[index],
            ReferenceQuantization.Factor(xScale.Values[0], wScale.Values[wScale.Values.Length == 1 ? 0 : index[1]], yScale.Values[0]),
            NdArray.Of(yZero).Values[0], yZero.ElementType));
    }

    private Tensor Any(ElementType type, Shape shape) =>
        type == ElementType.UInt8 ? _random.Integers(type, shape, 0, 256) : _random.Integers(type, shape, -128, 128);

    private static Tensor One(ElementType type, int value) => new TensorRandom(1).Integers(type, Shape.Scalar, value, value + 1);
}
