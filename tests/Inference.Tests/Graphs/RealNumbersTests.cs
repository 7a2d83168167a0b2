using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Graphs;

/// <summary>
/// Nodes between quantised tensors that no step of integers can compute: they run with real numbers and answer as ONNX Runtime does, and
/// the description of the layer says why and what to do.
/// </summary>
public sealed class RealNumbersTests
{
    private const float Step = 0.05f;

    private static readonly TensorRandom Random = new(41);

    /// <summary>What writes %r from the quantised %a [2, 8, 7, 7] and its real twin %x, and how the layer is explained.</summary>
    private static readonly Dictionary<string, (Func<OnnxModelBuilder, OnnxModelBuilder> Write, string Words)> Cases = new()
    {
        ["weights in blocks"] = (
            b => b.Initializer("wi", Integers(ElementType.Int8, 7, 6)).Initializer("ws", Random.Floats(new Shape(4, 6), 0.002f, 0.004f))
                .Node("DequantizeLinear", ["wi", "ws"], ["w"], ("axis", 0), ("block_size", 2)).Node("MatMul", ["a", "w"], ["r"]),
            "in blocks; quantise it with one scale, or weights with one for each channel"),
        ["weights of a Conv in blocks"] = (
            b => b.Initializer("wi", Integers(ElementType.Int8, 6, 8, 1, 1))
                .Initializer("ws", Random.Floats(new Shape(6, 2, 1, 1), 0.002f, 0.004f))
                .Node("DequantizeLinear", ["wi", "ws"], ["w"], ("axis", 1), ("block_size", 4)).Node("Conv", ["a", "w"], ["r"]),
            "in blocks"),
        ["operand in blocks"] = (
            b => b.Initializer("bs", Random.Floats(new Shape(2, 4, 7, 7), 0.02f, 0.03f))
                .Node("QuantizeLinear", ["x", "bs"], ["bi"], ("axis", 1), ("block_size", 2), ("output_dtype", (int)ElementType.Int8))
                .Node("DequantizeLinear", ["bi", "bs"], ["b"], ("axis", 1), ("block_size", 2)).Node("Add", ["a", "b"], ["r"]),
            "in blocks"),
        ["weights of 16 bits"] = (
            b => b.Initializer("wi", Integers(ElementType.Int16, 6, 8, 3, 3)).Initializer("ws", TestTensors.Float(0.002f))
                .Node("DequantizeLinear", ["wi", "ws"], ["w"]).Node("Conv", ["a", "w"], ["r"]),
            "integers of Int16; steps of integers take UInt8 and Int8: quantise it to 8 bits"),
        ["operand of 16 bits"] = (
            b => b.Initializer("zi", Tensor.From<ushort>(Shape.Scalar, [30000])).Initializer("si", TestTensors.Float(1e-4f))
                .Node("QuantizeLinear", ["x", "si", "zi"], ["bi"]).Node("DequantizeLinear", ["bi", "si", "zi"], ["b"])
                .Node("Mul", ["a", "b"], ["r"]),
            "integers of UInt16"),
        ["weights that are real"] = (
            b => b.Initializer("w", Random.Floats(6, 8, 3, 3)).Node("Conv", ["a", "w"], ["r"]), "an operand is not quantised"),
        ["operand that is real"] = (b => b.Node("Add", ["a", "x"], ["r"]), "an operand is not quantised; quantise all operands"),
        ["scales of each channel"] = (
            b => b.Initializer("cs", Random.Floats(new Shape(8), 0.02f, 0.03f))
                .Initializer("cz", new Tensor(ElementType.Int8, new Shape(8)))
                .Node("QuantizeLinear", ["x", "cs", "cz"], ["bi"], ("axis", 1))
                .Node("DequantizeLinear", ["bi", "cs", "cz"], ["b"], ("axis", 1)).Node("Sigmoid", "b", "r"),
            "has several scales; quantise it with one scale"),
        ["a scale that is computed"] = (
            b => b.Node("DynamicQuantizeLinear", ["x"], ["bi", "bs", "bz"]).Node("DequantizeLinear", ["bi", "bs", "bz"], ["b"])
                .Node("Sigmoid", "b", "r"),
            "is computed by the graph; quantise with constant scales"),
        ["a result that others read"] = (
            b => b.Node("Sigmoid", "a", "r").Output("r"), "is read by several nodes, or is the network's; quantise it once"),
        ["interpolation"] = (
            b => b.Initializer("f", TestTensors.Floats(1, 1, 2, 2)).Node("Resize", ["a", "", "f"], ["r"], ("mode", "linear")),
            "Resize with these operands and attributes has no step of integers"),
        ["Softmax"] = (b => b.Node("Softmax", "a", "r"), "Softmax with these operands"),
    };

    public static TheoryData<string> Names() => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_layer_says_why_it_is_not_of_integers(string name)
    {
        (Func<OnnxModelBuilder, OnnxModelBuilder> write, string words) = Cases[name];
        byte[] model = write(Start(21)).Node("QuantizeLinear", ["r", "s", "z"], ["q"]).Node("DequantizeLinear", ["q", "s", "z"], ["y"])
            .Output("y").Build();

        LayerInfo[] explained = Explained(model);

        Assert.Equal("r", Assert.Single(explained).Name);
        Assert.Contains(words, explained[0].WhyNotIntegers, StringComparison.Ordinal);
        Tensor x = Random.Floats(2, 8, 7, 7);
        ModelCheck.AgreesWithOnnxRuntime(model, [x], new Tolerance("one step", Step * 1.01, 1));
    }

    [Theory]
    [InlineData(ElementType.Int16)]
    [InlineData(ElementType.UInt16)]
    public void Results_of_16_bits_are_explained(ElementType type)
    {
        byte[] model = Start(21).Initializer("w", Random.Integers(type, Shape.Scalar, 3, 4)).Node("Sigmoid", "a", "r")
            .Node("QuantizeLinear", ["r", "s", "w"], ["y"]).Output("y", type).Build();
        Assert.Contains($"becomes integers of {type}", Assert.Single(Explained(model)).WhyNotIntegers, StringComparison.Ordinal);
        ModelCheck.AgreesWithOnnxRuntime(model, [Random.Floats(2, 8, 7, 7)], new Tolerance("one step", 1.01, 1));
    }

    [Fact]
    public void Products_that_are_not_quantised_are_explained()
    {
        byte[] model = Start(13).Initializer("wi", Integers(ElementType.Int8, 6, 8, 1, 1)).Initializer("ws", TestTensors.Float(0.003f))
            .Node("DequantizeLinear", ["wi", "ws"], ["w"]).Node("Conv", ["a", "w"], ["r"]).Node("Relu", "r", "y").Output("y").Build();
        Assert.Equal(
            "its result is not quantised; put QuantizeLinear and DequantizeLinear behind it",
            Assert.Single(Explained(model)).WhyNotIntegers);
    }

    [Fact]
    public void Islands_and_networks_of_floats_have_nothing_to_explain()
    {
        byte[] island = Start(13).Node("Sigmoid", "a", "r").Node("QuantizeLinear", ["r", "s", "z"], ["q"])
            .Node("DequantizeLinear", ["q", "s", "z"], ["y"]).Output("y").Build();
        byte[] floats = new OnnxModelBuilder().Input("x", 2, 8, 7, 7).Initializer("w", Random.Floats(6, 8, 3, 3))
            .Node("Conv", ["x", "w"], ["r"]).Node("Sigmoid", "r", "y").Output("y").Build();
        Assert.Empty(Explained(island));
        Assert.Empty(Explained(floats));
    }

    /// <summary>
    /// Scales and values of 16-bit floats are computed as Float32, so that the steps between are of integers. The scales are powers of two:
    /// sums of floats are exact then, and rounded to the same integers.
    /// </summary>
    [Theory]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.BFloat16)]
    public void Islands_in_networks_of_16_bit_floats_are_of_integers(ElementType type)
    {
        byte[] model = new OnnxModelBuilder(21).Input("x", type, 2, 8, 7, 7).Initializer("s", PowerOfTwo(type, -5))
            .Initializer("z", TestTensors.Byte(100)).Initializer("wi", Integers(ElementType.Int8, 6, 8, 1, 1))
            .Initializer("ws", PowerOfTwo(type, -8)).Node("DequantizeLinear", ["wi", "ws"], ["w"])
            .Node("QuantizeLinear", ["x", "s", "z"], ["i"]).Node("DequantizeLinear", ["i", "s", "z"], ["a"])
            .Node("Conv", ["a", "w"], ["r"]).Node("QuantizeLinear", ["r", "s", "z"], ["q"])
            .Node("DequantizeLinear", ["q", "s", "z"], ["y"]).Output("y", type).Build();
        Assert.Empty(Explained(model));
        using InferenceModel loaded = TestEngines.Best.Load(model, "half");
        Assert.Contains("QLinearConv", loaded.OptimizedGraphText([new Shape(2, 8, 7, 7)]), StringComparison.Ordinal);
        Tensor x = Random.Any(type, new Shape(2, 8, 7, 7), -3, 3);
        ModelCheck.SameBits(
            TestEngines.Get(InstructionSets.Best, optimize: false).Run(model, [x])[0], TestEngines.Best.Run(model, [x])[0], "y");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Numbers_that_are_rounded_to_16_bits_between_integers_are_explained(bool weights)
    {
        OnnxModelBuilder builder = Start(23).Initializer("wi", Integers(ElementType.Int8, 6, 8, 1, 1))
            .Initializer("ws", TestTensors.Float(0.003f));
        (string, object)[] half = [("output_dtype", (int)ElementType.Float16)];
        byte[] model = (weights
                ? builder.Initializer("sh", Random.Any(ElementType.Float16, Shape.Scalar, 1, 2))
                    .Node("DequantizeLinear", ["i", "sh", "z"], ["b"])
                    .Node("DequantizeLinear", ["wi", "ws"], ["w"], half).Node("Conv", ["b", "w"], ["r"])
                : builder.Node("DequantizeLinear", ["i", "s", "z"], ["b"], half).Node("Sigmoid", "b", "r"))
            .Node("QuantizeLinear", ["r", "s", "z"], ["q"]).Node("DequantizeLinear", ["q", "s", "z"], ["y"]).Output("y").Build();
        Assert.Equal(
            "an operand is rounded to Float16 between integers; write DequantizeLinear without output_dtype, or with FLOAT",
            Assert.Single(Explained(model)).WhyNotIntegers);
        Tensor x = Random.Floats(2, 8, 7, 7);
        ModelCheck.SameBits(
            TestEngines.Get(InstructionSets.Best, optimize: false).Run(model, [x])[0], TestEngines.Best.Run(model, [x])[0], "y");
    }

    private static LayerInfo[] Explained(byte[] model)
    {
        using InferenceModel loaded = TestEngines.Best.Load(model, "model");
        return [.. loaded.DescribeLayers([new Shape(2, 8, 7, 7)]).Where(layer => layer.WhyNotIntegers is not null)];
    }

    private static Tensor PowerOfTwo(ElementType type, int exponent)
    {
        float value = MathF.ScaleB(1, exponent);
        return type == ElementType.Float16
            ? Tensor.From<Half>(Shape.Scalar, [(Half)value])
            : Tensor.From<BFloat16>(Shape.Scalar, [(BFloat16)value]);
    }

    private static OnnxModelBuilder Start(long opset) => new OnnxModelBuilder(opset).Input("x", 2, 8, 7, 7)
        .Initializer("s", TestTensors.Float(Step)).Initializer("z", TestTensors.Byte(120))
        .Node("QuantizeLinear", ["x", "s", "z"], ["i"]).Node("DequantizeLinear", ["i", "s", "z"], ["a"]);

    private static Tensor Integers(ElementType type, params long[] shape) => Random.Integers(type, new Shape(shape), -120, 120);
}
