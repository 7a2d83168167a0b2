using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class DequantizeLinearTests
{
    private readonly TensorRandom _random = new(32);

    public static TheoryData<ElementType> Types() =>
        [ElementType.UInt8, ElementType.Int8, ElementType.UInt16, ElementType.Int16, ElementType.Int32];

    [Theory]
    [MemberData(nameof(Types))]
    public void One_scale_over_awkward_lengths(ElementType type)
    {
        foreach (int length in new[] { 1, 3, 17, 33, 4099 })
        {
            Tensor x = Any(type, new Shape(length));
            Tensor zero = type == ElementType.Int32 ? One(type, 0) : One(type, 11);
            Check(21, x, TestTensors.Float(0.0371f), zero, 0);
            Check(21, x, TestTensors.Float(0.0371f), null, 0);
        }
    }

    [Fact]
    public void Images_scalars_and_nothing()
    {
        Check(10, Any(ElementType.UInt8, new Shape(2, 3, 5, 7)), TestTensors.Float(0.02f), One(ElementType.UInt8, 128), 1);
        Check(10, Any(ElementType.Int8, Shape.Scalar), TestTensors.Float(0.02f), One(ElementType.Int8, 1), 1);
        Check(10, Any(ElementType.Int8, new Shape(2, 0)), TestTensors.Float(0.02f), One(ElementType.Int8, 1), 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(-1)]
    public void A_scale_for_each_index_of_an_axis(int axis)
    {
        var shape = new Shape(3, 5, 7, 19);
        var row = new Shape(shape[axis]);
        foreach (ElementType type in Types().Select(data => data.Data))
            Check(
                21, Any(type, shape), _random.Floats(row, 0.01f, 0.1f),
                type == ElementType.Int32 ? null : _random.Integers(type, row, 0, 100), axis);
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
        foreach (ElementType type in new[] { ElementType.UInt8, ElementType.Int8, ElementType.Int16 })
        {
            Check(21, Any(type, shape), _random.Floats(scales, 0.01f, 0.1f), _random.Integers(type, scales, 0, 100), axis, block);
            Check(21, Any(type, shape), _random.Floats(scales, 0.01f, 0.1f), null, axis, block);
        }
    }

    [Theory]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.BFloat16)]
    public void Half_floats(ElementType type)
    {
        Tensor x = Any(ElementType.Int8, new Shape(3, 5));
        byte[] byScale = new OnnxModelBuilder(21).Input("x", ElementType.Int8, 3, 5)
            .Initializer("s", _random.Any(type, Shape.Scalar, 1, 2)).Node("DequantizeLinear", ["x", "s"], ["y"]).Output("y", type).Build();
        byte[] byAttribute = new OnnxModelBuilder(23).Input("x", ElementType.Int8, 3, 5).Initializer("s", TestTensors.Float(0.5f))
            .Node("DequantizeLinear", ["x", "s"], ["y"], ("output_dtype", (int)type)).Output("y", type).Build();
        byte[] ofConstants = new OnnxModelBuilder(23).Input("x", ElementType.Int8, 3, 5).Initializer("c", x)
            .Initializer("s", TestTensors.Float(0.5f))
            .Node("DequantizeLinear", ["c", "s"], ["y"], ("output_dtype", (int)type)).Output("y", type).Build();
        Assert.Equal(type, TestEngines.Best.Run(byScale, [x])[0].ElementType);
        double[] expected = [.. NdArray.Of(x).Values.Select(i => i / 2)];
        Assert.Equal(expected, TestEngines.Best.Run(byAttribute, [x])[0].ToDoubles());
        Assert.Equal(expected, TestEngines.Best.Run(ofConstants, [x])[0].ToDoubles());
    }

    [Fact]
    public void A_result_of_known_scale_has_a_range()
    {
        byte[] model = new OnnxModelBuilder(13).Input("x", 2, 10).Initializer("s", TestTensors.Float(1f / 256))
            .Node("Softmax", "x", "p").Node("QuantizeLinear", ["p", "s"], ["q"]).Node("DequantizeLinear", ["q", "s"], ["y"]).Output("y")
            .Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [_random.Floats(2, 10)], new Tolerance("one step", 1.0 / 256, 1));
    }

    [Fact]
    public void Weights_and_bias_are_read_as_floats()
    {
        byte[] model = new OnnxModelBuilder(13).Input("x", 1, 17, 9, 9)
            .Initializer("w", Any(ElementType.Int8, new Shape(24, 17, 3, 3))).Initializer("ws", _random.Floats(new Shape(24), 0.01f, 0.02f))
            .Initializer("wz", _random.Integers(ElementType.Int8, new Shape(24), -3, 3))
            .Initializer("b", _random.Integers(ElementType.Int32, new Shape(24), -1000, 1000))
            .Initializer("bs", _random.Floats(new Shape(24), 0.001f, 0.002f))
            .Initializer("m", Any(ElementType.UInt8, new Shape(24, 33))).Initializer("ms", _random.Floats(new Shape(33), 0.01f, 0.02f))
            .Initializer("mz", _random.Integers(ElementType.UInt8, new Shape(33), 100, 150))
            .Node("DequantizeLinear", ["w", "ws", "wz"], ["fw"], ("axis", 0))
            .Node("DequantizeLinear", ["b", "bs"], ["fb"], ("axis", 0))
            .Node("DequantizeLinear", ["m", "ms", "mz"], ["fm"], ("axis", 1))
            .Node("Conv", ["x", "fw", "fb"], ["a"]).Node("GlobalAveragePool", "a", "g").Node("Flatten", "g", "f")
            .Node("MatMul", ["f", "fm"], ["y"]).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [_random.Floats(1, 17, 9, 9)], Tolerance.Accumulated);
    }

    [Theory]
    [InlineData("axis", 4, "axis 4")]
    [InlineData("axis", 0, "2 scales")]
    [InlineData("output_dtype", 6, "output_dtype")]
    public void What_is_refused(string attribute, int value, string words)
    {
        byte[] model = new OnnxModelBuilder(23).Input("x", ElementType.Int8, 3, 2).Initializer("s", TestTensors.Floats(1, 2))
            .Node("DequantizeLinear", ["x", "s"], ["y"], (attribute, value)).Output("y").Build();
        RefusedModel.With(() => TestEngines.Best.Load(model, "model"), words);
    }

    private Tensor Any(ElementType type, Shape shape) => type switch
    {
        ElementType.UInt8 => _random.Integers(type, shape, 0, 256),
        ElementType.Int8 => _random.Integers(type, shape, -128, 128),
        ElementType.UInt16 => _random.Integers(type, shape, 0, 65536),
        ElementType.Int16 => _random.Integers(type, shape, -32768, 32768),
        _ => _random.Integers(type, shape, -100_000_000, 100_000_000),
    };

    private static Tensor One(ElementType type, int value) => new TensorRandom(1).Integers(type, Shape.Scalar, value, value + 1);

    private static void Check(long opset, Tensor x, Tensor scale, Tensor? zero, int axis, int block = 0)
    {
        int positive = axis < 0 ? axis + x.Shape.Rank : axis;
        NdArray expected = ReferenceQuantization.Dequantize(x, scale, zero is null ? null : NdArray.Of(zero), positive, block);
        foreach (bool constant in new[] { true, false })
        {
            var given = new OperatorCase("DequantizeLinear", opset).Input(x);
            given = constant ? given.Constant(scale) : given.Input(scale);
            given = zero is null ? given : constant ? given.Constant(zero) : given.Input(zero);
            given.Attribute("axis", opset < 13 || axis == 1 ? null : axis).Attribute("block_size", block == 0 ? null : block)
                .Outputs(ElementType.Float32).Check(Tolerance.Exact, expected);
        }
    }
}
