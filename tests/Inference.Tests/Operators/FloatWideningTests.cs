using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

/// <summary>
/// Graphs of float16, bfloat16 and double: what is computed as Float32, where conversions stand, and what keeps its type.
/// </summary>
public sealed class FloatWideningTests
{
    private static readonly Tolerance HalfPrecision = new("half precision", 2e-3);

    [Fact]
    public void A_network_of_float16()
    {
        Tensor x = new TensorRandom(3).Any(ElementType.Float16, new Shape(2, 3, 9, 7), -1, 1);
        ModelCheck.AgreesWithOnnxRuntime(Network(ElementType.Float16), [x], HalfPrecision);
    }

    // ONNX Runtime has no convolution of doubles.
    [Fact]
    public void A_network_of_doubles()
    {
        Tensor x = new TensorRandom(3).Floats(2, 3, 9, 7);
        Tensor expected = OnnxRuntimeOracle.Run(Network(ElementType.Float32), [x])[0];
        Tensor doubles = Tensor.From<double>(x.Shape, x.ToDoubles());
        ModelCheck.Agrees(
            Network(ElementType.Float64), [doubles], [Tensor.From<double>(expected.Shape, expected.ToDoubles())], Tolerance.Accumulated);
    }

    // ONNX Runtime has no bfloat16 convolution: the same network of floats, with its weights and its input rounded, decides.
    [Fact]
    public void A_network_of_bfloat16()
    {
        Tensor x = new TensorRandom(3).Any(ElementType.BFloat16, new Shape(2, 3, 9, 7), -1, 1);
        Tensor expected = TestEngines.Best.Run(Network(ElementType.Float32, rounded: true), [AsFloats(x)])[0];
        Tensor actual = TestEngines.Best.Run(Network(ElementType.BFloat16), [x])[0];
        Assert.Equal(ElementType.BFloat16, actual.ElementType);
        Assert.Equal(expected.Span<float>().ToArray().Select(v => (BFloat16)v), actual.Span<BFloat16>().ToArray());
    }

    [Fact]
    public void Conversions_stand_at_the_borders_only()
    {
        using InferenceModel model = TestEngines.Best.Load(
            new OnnxModelBuilder(17).Input("x", ElementType.Float16, 2, 3)
                .Initializer("w", new TensorRandom(1).Any(ElementType.Float16, new Shape(3), 0, 1))
                .Node("Add", ["x", "w"], ["a"]).Node("Relu", "a", "b").Node("Mul", ["b", "a"], ["y"])
                .Node("Greater", ["y", "w"], ["z"]).Output("y", ElementType.Float16).Output("z", ElementType.Bool).Build(), "half.onnx");
        Assert.Equal(
            """
            input %x Float16[2,3]
            %x_Float32 Float32[2,3] = Cast(%x) to=1
            %a Float32[2,3] = Add(%x_Float32, %w Float32[3])
            %b Float32[2,3] = Relu(%a)
            %y Float32[2,3] = Mul(%b, %a)
            %z Bool[2,3] = Greater(%y, %w Float32[3])
            %y_Float16 Float16[2,3] = Cast(%y) to=10
            output y = %y_Float16
            output z = %z

            """, model.GraphText, ignoreLineEndingDifferences: true);
        Assert.Equal([ElementType.Float16], model.WidenedTypes);
        Assert.Equal([(ElementType.Float16, "y"), (ElementType.Bool, "z")], model.Outputs.Select(o => (o.ElementType, o.Name)));
        Assert.Equal(ElementType.Float16, model.Inputs[0].ElementType);
    }

    [Fact]
    public void Layers_are_floats_and_outputs_keep_their_type()
    {
        using InferenceModel model = TestEngines.Best.Load(Network(ElementType.Float16), "half.onnx");
        Tensor x = new TensorRandom(3).Any(ElementType.Float16, new Shape(2, 3, 9, 7), -1, 1);
        TensorDictionary found = model.Run(["r", "y"], ("x", x));
        Assert.Equal(ElementType.Float32, found["r"].ElementType);
        Assert.Equal(ElementType.Float16, found["y"].ElementType);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_cast_of_the_model_rounds(bool optimize)
    {
        Tensor x = TestTensors.Floats(1.0001f, 2049, 70000, 1e-9f);
        byte[] model = new OnnxModelBuilder(13).Input("x", 4).Node("Cast", "x", "h", ("to", (int)ElementType.Float16))
            .Node("Cast", "h", "y", ("to", (int)ElementType.Float32)).Node("Add", ["h", "h"], ["t"])
            .Node("Cast", "t", "z", ("to", (int)ElementType.Float32)).Output("y").Output("h", ElementType.Float16).Output("z").Build();
        Tensor[] found = TestEngines.Get(InstructionSets.Best, optimize).Run(model, [x]);
        Assert.Equal([1, 2048, float.PositiveInfinity, 0], found[0].Span<float>().ToArray());
        Assert.Equal([(Half)1, (Half)2048, Half.PositiveInfinity, (Half)0], found[1].Span<Half>().ToArray());
        Assert.Equal([2, 4096, float.PositiveInfinity, 0], found[2].Span<float>().ToArray());
    }

    // Sums stay doubles until something has no kernel for them.
    [Fact]
    public void Doubles_keep_their_digits_where_operators_take_them()
    {
        Tensor x = Tensor.From<double>(new Shape(2), [1e-12, 1]);
        byte[] model = new OnnxModelBuilder(13).Input("x", ElementType.Float64, 2)
            .Initializer("one", Tensor.From<double>(Shape.Scalar, [1]))
            .Node("Add", ["x", "one"], ["a"]).Node("Sub", ["a", "one"], ["b"]).Node("Exp", "b", "y")
            .Output("y", ElementType.Float64).Build();
        double[] found = TestEngines.Best.Run(model, [x])[0].Span<double>().ToArray();
        Assert.Equal(Math.Exp(1 + 1e-12 - 1), found[0], 1e-15);
        using InferenceModel loaded = TestEngines.Best.Load(model, "bad.onnx");
        Assert.Empty(loaded.WidenedTypes);
    }

    [Fact]
    public void What_follows_a_node_without_doubles_is_computed_in_floats()
    {
        using InferenceModel model = TestEngines.Best.Load(Network(ElementType.Float64), "double.onnx");
        Assert.Equal([ElementType.Float64], model.WidenedTypes);
        Assert.Single(model.GraphText.Split('\n'), line => line.EndsWith("to=11", StringComparison.Ordinal));
        Assert.Single(model.GraphText.Split('\n'), line => line.EndsWith("to=1", StringComparison.Ordinal));
    }

    // Constants of every kind, bounds, conditions, and outputs that are inputs or constants.
    [Fact]
    public void Nodes_of_every_kind()
    {
        Tensor x = new TensorRandom(3).Any(ElementType.Float16, new Shape(2, 5), -3, 3);
        byte[] model = new OnnxModelBuilder(16).Input("x", ElementType.Float16, 2, 5)
            .Initializer("low", TestTensors16(-1)).Initializer("shape", TestTensors.Int64s(2, 5))
            .Node("Constant", [], ["one"], ("value", TestTensors16(1)))
            .Node("ConstantOfShape", ["shape"], ["fill"], ("value", Tensor.From<Half>(new Shape(1), [(Half)0.5f])))
            .Node("Clip", ["x", "low", "one"], ["c"]).Node("Greater", ["c", "fill"], ["g"]).Node("Where", ["g", "x", "fill"], ["w"])
            .Node("Max", ["w", "x", "one"], ["m"]).Node("Transpose", "m", "t").Node("Shape", "t", "s")
            .Node("Cast", "g", "k", ("to", (int)ElementType.Float16)).Node("Pow", ["m", "one"], ["p"]).Node("Add", ["p", "k"], ["y"])
            .Output("y", ElementType.Float16).Output("s", ElementType.Int64).Output("fill", ElementType.Float16)
            .Output("g", ElementType.Bool).Output("t", ElementType.Float16).Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [x], HalfPrecision);
    }

    [Fact]
    public void A_refusal_names_the_models_own_type()
    {
        byte[] model = new OnnxModelBuilder(13).Input("x", ElementType.Float16, 3).Node("Not", "x", "y")
            .Output("y", ElementType.Bool).Build();
        UnsupportedModelException error = Assert.Throws<UnsupportedModelException>(() => TestEngines.Best.Load(model, "bad.onnx"));
        Assert.Contains("is Float16; supported is Bool", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Operands_of_two_float_types_are_refused_as_before()
    {
        byte[] model = new OnnxModelBuilder(13).Input("x", 3).Input("h", ElementType.Float16, 3).Node("Add", ["x", "h"], ["y"])
            .Output("y").Build();
        InvalidModelException error = Assert.Throws<InvalidModelException>(() => TestEngines.Best.Load(model, "bad.onnx"));
        Assert.Contains("its operands are Float32 and Float16", error.Message, StringComparison.Ordinal);
    }

    // Weights that stay in the file are converted as they are packed.
    [Fact]
    public void Large_weights()
    {
        Tensor w = new TensorRandom(1).Any(ElementType.Float16, new Shape(300, 257), -1, 1);
        Tensor x = new TensorRandom(2).Any(ElementType.Float16, new Shape(3, 300), -1, 1);
        byte[] model = new OnnxModelBuilder(13).Input("x", ElementType.Float16, 3, 300).Initializer("w", w)
            .Node("MatMul", ["x", "w"], ["y"])
            .Output("y", ElementType.Float16).Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [x], HalfPrecision);
    }

    private static byte[] Network(ElementType type, bool rounded = false)
    {
        var random = new TensorRandom(1);
        Tensor w = Weights(new Shape(8, 3, 3, 3), -0.3f, 0.3f), row = Weights(new Shape(8), 0.5f, 1), m = Weights(new Shape(8, 5), -1, 1);
        return new OnnxModelBuilder(15).Input("x", type, Dimension.Named("n"), 3, 9, 7)
            .Initializer("w", w).Initializer("g", row).Initializer("m", m)
            .Node("Conv", ["x", "w"], ["a"], ("pads", new[] { 1, 1, 1, 1 })).Node("BatchNormalization", ["a", "g", "g", "g", "g"], ["b"])
            .Node("Relu", "b", "r").Node("MaxPool", "r", "p", ("kernel_shape", new[] { 2, 2 })).Node("GlobalAveragePool", "p", "q")
            .Node("Flatten", "q", "f").Node("Gemm", ["f", "m"], ["s"]).Node("Softmax", "s", "y").Output("y", type).Build();

        Tensor Weights(Shape shape, float low, float high)
        {
            Tensor drawn = random.Floats(shape, low, high);
            return type switch
            {
                ElementType.Float16 => Tensor.From<Half>(shape, [.. drawn.Span<float>().ToArray().Select(v => (Half)v)]),
                ElementType.BFloat16 => Tensor.From<BFloat16>(shape, [.. drawn.Span<float>().ToArray().Select(v => (BFloat16)v)]),
                ElementType.Float64 => Tensor.From<double>(shape, [.. drawn.Span<float>().ToArray().Select(v => (double)v)]),
                _ when rounded => Tensor.From<float>(shape, [.. drawn.Span<float>().ToArray().Select(v => (float)(BFloat16)v)]),
                _ => drawn,
            };
        }
    }

    private static Tensor AsFloats(Tensor x) => Tensor.From<float>(x.Shape, [.. x.Span<BFloat16>().ToArray().Select(v => (float)v)]);

    private static Tensor TestTensors16(float value) => Tensor.From<Half>(Shape.Scalar, [(Half)value]);
}
