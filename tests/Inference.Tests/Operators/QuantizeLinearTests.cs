using Fovea.Inference.Memory;
using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class QuantizeLinearTests
{
    private readonly TensorRandom _random = new(31);

    public static TheoryData<ElementType> Types() => [ElementType.UInt8, ElementType.Int8, ElementType.UInt16, ElementType.Int16];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(33)]
    [InlineData(4099)]
    public void Rows_of_awkward_lengths(int length)
    {
        foreach (ElementType type in new[] { ElementType.UInt8, ElementType.Int8 })
            Check(13, _random.Floats(new Shape(length), -3, 3), TestTensors.Float(0.017f), One(type, 5), 0);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Halves_are_rounded_to_even_and_what_is_too_large_is_clamped(ElementType type)
    {
        Tensor x = TestTensors.Floats(
            -0f, 0.25f, 0.75f, 1.25f, -0.25f, -0.75f, -1.25f, 1e9f, -1e9f, float.MaxValue, float.PositiveInfinity, float.NegativeInfinity,
            63.25f, 63.75f, 16383.25f, 1e-40f, -3.3f);
        foreach (int zero in new[] { 0, 1, 100 })
            Check(21, x, TestTensors.Float(0.5f), One(type, zero), 0);
    }

    [Fact]
    public void No_number_becomes_the_least()
    {
        Tensor x = TestTensors.Floats(float.NaN, 1, float.NaN, float.NaN, 2, 3, 4, 5, float.NaN, 1, 1, 1, 1, 1, 1, 1, 1, float.NaN);
        foreach (ElementType type in Types().Select(row => row.Data))
        {
            new OperatorCase("QuantizeLinear", 21).Input(x).Constant(TestTensors.Float(0.5f)).Constant(One(type, 3)).Outputs(type)
                .WithoutOnnxRuntime()
                .Check(Tolerance.Exact, ReferenceQuantization.Quantize(x, TestTensors.Float(0.5f), One(type, 3), type));
        }
    }

    [Theory]
    [InlineData(1, 2, 5, 7)]
    [InlineData(2, 3, 17, 19)]
    [InlineData(3, 4, 8, 16)]
    [InlineData(1, 5, 6, 7)]
    [InlineData(1, 1, 9, 9)]
    public void Images(int batch, int channels, int height, int width)
    {
        Tensor x = _random.Floats(new Shape(batch, channels, height, width), -2, 2);
        Check(13, x, TestTensors.Float(0.013f), One(ElementType.UInt8, 128), 1);
        Check(13, x, TestTensors.Float(0.013f), One(ElementType.Int8, -7), 1);
    }

    [Fact]
    public void Images_of_other_ranks()
    {
        Check(13, _random.Floats(2, 3, 37), TestTensor(0.01f), One(ElementType.UInt8, 100), 1);
        Check(13, _random.Floats(2, 3, 3, 5, 7), TestTensor(0.01f), One(ElementType.UInt8, 100), 1);
        Check(10, _random.Floats(0, 3, 4, 4), TestTensor(0.01f), One(ElementType.UInt8, 100), 1);
        Check(10, TestTensor(0.3f), TestTensor(0.01f), One(ElementType.Int8, 100), 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(-1)]
    public void A_scale_for_each_index_of_an_axis(int axis)
    {
        var shape = new Shape(3, 5, 7, 19);
        int extent = (int)shape[axis];
        foreach (ElementType type in Types().Select(row => row.Data))
            Check(
                21, _random.Floats(shape, -2, 2), _random.Floats(new Shape(extent), 0.01f, 0.1f),
                _random.Integers(type, new Shape(extent), 0, 100), axis);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 3)]
    [InlineData(2, 16)]
    [InlineData(-1, 9)]
    [InlineData(1, 100)]
    public void A_scale_for_each_block(int axis, int block)
    {
        var shape = new Shape(5, 6, 33);
        int positive = axis < 0 ? axis + 3 : axis;
        Shape scales = shape.With(positive, (shape[positive] + block - 1) / block);
        foreach (ElementType type in new[] { ElementType.Int8, ElementType.Int16 })
        {
            Check(
                21, _random.Floats(shape, -2, 2), _random.Floats(scales, 0.01f, 0.1f), _random.Integers(type, scales, 0, 100), axis,
                block);
            new OperatorCase("QuantizeLinear", 23).Input(_random.Floats(shape)).Input(_random.Floats(scales, 0.01f, 0.1f))
                .Attribute("axis", axis).Attribute("block_size", block).Attribute("output_dtype", (int)type).Outputs(type)
                .Check(Tolerance.Exact);
        }
    }

    [Fact]
    public void Without_a_zero_point_and_with_a_type()
    {
        Tensor x = _random.Floats(new Shape(2, 33), -2, 2);
        Tensor scale = TestTensors.Float(0.01f);
        new OperatorCase("QuantizeLinear", 13).Input(x).Input(scale).Outputs(ElementType.UInt8)
            .Check(Tolerance.Exact, ReferenceQuantization.Quantize(x, scale, null, ElementType.UInt8));
        new OperatorCase("QuantizeLinear", 21).Input(x).Input(scale).Attribute("output_dtype", (int)ElementType.Int16)
            .Outputs(ElementType.Int16).Check(Tolerance.Exact, ReferenceQuantization.Quantize(x, scale, null, ElementType.Int16));
    }

    [Fact]
    public void Attributes_that_change_nothing()
    {
        Tensor x = _random.Floats(new Shape(3, 17), -2, 2);
        Tensor scale = TestTensors.Float(0.01f);
        foreach ((string name, int value) in new[]
        {
            ("saturate", 0), ("saturate", 1), ("precision", (int)ElementType.Float32), ("precision", (int)ElementType.Float16),
        })
        {
            new OperatorCase("QuantizeLinear", 23).Input(x).Input(scale).Constant(One(ElementType.Int8, 4)).Attribute(name, value)
                .Outputs(ElementType.Int8).WithoutOnnxRuntime()
                .Check(Tolerance.Exact, ReferenceQuantization.Quantize(x, scale, One(ElementType.Int8, 4), ElementType.Int8));
        }
    }

    [Fact]
    public void Integers_are_quantised_too()
    {
        Tensor x = _random.Integers(ElementType.Int32, new Shape(3, 17), -500, 500);
        new OperatorCase("QuantizeLinear", 13).Input(x).Input(TestTensors.Float(3)).Constant(One(ElementType.Int8, 4))
            .Outputs(ElementType.Int8).WithoutOnnxRuntime()
            .Check(Tolerance.Exact, ReferenceQuantization.Quantize(x, TestTensors.Float(3), One(ElementType.Int8, 4), ElementType.Int8));
    }

    [Theory]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.BFloat16)]
    public void Half_floats(ElementType type)
    {
        byte[] model = new OnnxModelBuilder(21).Input("x", type, 3, 5).Initializer("s", _random.Any(type, Shape.Scalar, 1, 2))
            .Initializer("z", One(ElementType.UInt8, 9)).Node("QuantizeLinear", ["x", "s", "z"], ["y"])
            .Output("y", ElementType.UInt8).Build();
        Tensor found = TestEngines.Best.Run(model, [_random.Any(type, new Shape(3, 5), -5, 50)])[0];
        Assert.Equal(ElementType.UInt8, found.ElementType);
    }

    [Fact]
    public void The_order_of_an_image_stays()
    {
        Tensor x = _random.Floats(new Shape(2, 24, 5, 7), -2, 2);
        byte[] model = new OnnxModelBuilder(13).Input("x", 2, 24, 5, 7).Initializer("w", _random.Floats(19, 24, 1, 1))
            .Initializer("s", TestTensors.Float(0.02f)).Initializer("z", One(ElementType.Int8, -3))
            .Node("Conv", ["x", "w"], ["a"]).Node("QuantizeLinear", ["a", "s", "z"], ["q"])
            .Node("DequantizeLinear", ["q", "s", "z"], ["y"]).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [x], new Tolerance("one step of the sums", 0.021 / 2));
    }

    /// <summary>Pixels of 21 bytes that only become real numbers again are no whole words.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Integers_that_only_become_real_again_are_dense(bool isOutput)
    {
        OnnxModelBuilder builder = new OnnxModelBuilder(13).Input("x", 2, 21, 5, 7).Initializer("w", _random.Floats(21, 21, 1, 1))
            .Initializer("s", TestTensors.Float(0.05f)).Initializer("z", One(ElementType.UInt8, 120))
            .Node("Conv", ["x", "w"], ["a"]).Node("QuantizeLinear", ["a", "s", "z"], ["q"])
            .Node("DequantizeLinear", ["q", "s", "z"], ["y"]).Output("y");
        byte[] model = (isOutput ? builder.Output("q", ElementType.UInt8) : builder).Build();
        Tensor x = _random.Floats(2, 21, 5, 7);
        using InferenceModel loaded = TestEngines.Best.Load(model, "dense");
        PlanBuffer integers = loaded.Compile([x.Shape]).LeafSteps.Single(step => step.Value == "q").Writes[0].Buffer;
        Assert.Equal(2 * 5 * 7 * (isOutput ? 24 : 21), integers.Elements);
        Tensor[] found = TestEngines.Best.Run(model, [x]);
        ModelCheck.SameBits(
            TestEngines.Get(InstructionSets.Best, optimize: false).Run(model, [x])[0], found[0], "y");
    }

    [Theory]
    [InlineData("axis", 4, "axis 4")]
    [InlineData("axis", 0, "2 scales")]
    [InlineData("block_size", -1, "block_size")]
    [InlineData("block_size", 2, "rank")]
    [InlineData("output_dtype", 7, "output_dtype")]
    [InlineData("output_dtype", 17, "FLOAT8E4M3FN")]
    [InlineData("output_dtype", 22, "Quantise the model to integers of 8 bits")]
    [InlineData("precision", 11, "precision is Float64; supported is division in Float32")]
    [InlineData("precision", 7, "precision is Int64; expected a type of floats")]
    [InlineData("precision", 17, "FLOAT8E4M3FN")]
    public void What_is_refused(string attribute, int value, string words)
    {
        byte[] model = new OnnxModelBuilder(23).Input("x", 3, 2).Initializer("s", TestTensors.Floats(1, 2))
            .Node("QuantizeLinear", ["x", "s"], ["y"], (attribute, value)).Output("y", ElementType.UInt8).Build();
        RefusedModel.With(() => TestEngines.Best.Load(model, "model"), words);
    }

    private static Tensor TestTensor(float value) => TestTensors.Float(value);

    private static Tensor One(ElementType type, int value) =>
        new TensorRandom(1).Integers(type, Shape.Scalar, value, value + 1);

    private static void Check(long opset, Tensor x, Tensor scale, Tensor zero, int axis, int block = 0)
    {
        int positive = axis < 0 ? axis + x.Shape.Rank : axis;
        NdArray expected = ReferenceQuantization.Quantize(x, scale, zero, zero.ElementType, positive, block);
        foreach (bool constant in new[] { true, false })
        {
            var given = new OperatorCase("QuantizeLinear", opset).Input(x);
            given = constant ? given.Constant(scale).Constant(zero) : given.Input(scale).Input(zero);
            given.Attribute("axis", opset < 13 || axis == 1 ? null : axis).Attribute("block_size", block == 0 ? null : block)
                .Outputs(zero.ElementType).Check(Tolerance.Exact, expected);
        }
    }
}
