using Fovea.Inference.Memory;
using Fovea.Inference.Operators;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Inference.Tests.Support;
using Fovea.Kernels;

namespace Fovea.Inference.Tests.Optimization;

/// <summary>
/// Nodes between DequantizeLinear and QuantizeLinear that become nodes of integers: no step computes with floats, at every width the same
/// bits, and results at most one step from those of the real numbers. And nodes that must stay.
/// </summary>
public sealed class FuseQuantizedTests
{
    // The largest part of the elements that may be a step away: sums half-way between two steps.
    private const double MostTies = 0.02;

    /// <summary>What writes %r from %a, and from %b where there are two operands.</summary>
    private static readonly Dictionary<string, Func<OnnxModelBuilder, OnnxModelBuilder>> Islands = new()
    {
        ["Conv"] = b => Weights(b, [6, 8, 3, 3], 1).Node("Conv", ["a", "w"], ["r"], ("pads", new[] { 1, 1, 1, 1 })),
        ["Conv with a bias"] = b => Bias(Weights(b, [6, 8, 3, 3], 1), 6)
            .Node("Conv", ["a", "w", "c"], ["r"], ("strides", new[] { 2, 2 })),
        ["Conv with a real bias"] = b => Weights(b, [6, 8, 1, 1], 1).Initializer("c", new TensorRandom(3).Floats(6))
            .Node("Conv", ["a", "w", "c"], ["r"]),
        ["Conv with weights of one scale and a zero point"] = b => Weights(b, [6, 8, 3, 3], 1, ElementType.UInt8)
            .Node("Conv", ["a", "w"], ["r"], ("pads", new[] { 0, 1, 2, 1 })),
        ["Conv of groups"] = b => Weights(b, [8, 4, 3, 3], 1).Node("Conv", ["a", "w"], ["r"], ("group", 2)),
        ["Conv of small groups"] = b => Weights(b, [8, 2, 3, 3], 1).Node("Conv", ["a", "w"], ["r"], ("group", 4)),
        ["depthwise Conv"] = b => Bias(Weights(b, [8, 1, 3, 3], 1), 8)
            .Node("Conv", ["a", "w", "c"], ["r"], ("group", 8), ("pads", new[] { 1, 1, 1, 1 })),
        ["depthwise Conv with a zero point"] = b => Weights(b, [8, 1, 3, 3], 1, ElementType.UInt8)
            .Node("Conv", ["a", "w"], ["r"], ("group", 8), ("strides", new[] { 2, 2 })),
        ["Conv and Relu"] = b => Weights(b, [6, 8, 3, 3], 1).Node("Conv", ["a", "w"], ["v"]).Node("Relu", "v", "r"),
        ["Conv of small groups and Clip"] = b => Weights(b, [8, 2, 3, 3], 1).Initializer("low", TestTensors.Float(-0.5f))
            .Initializer("high", TestTensors.Float(0.75f)).Node("Conv", ["a", "w"], ["v"], ("group", 4))
            .Node("Clip", ["v", "low", "high"], ["r"]),
        ["MatMul"] = b => Weights(b, [7, 5], 1).Node("MatMul", ["a", "w"], ["r"]),
        ["MatMul with weights of one scale"] = b => Weights(b, [7, 5], 1, ElementType.UInt8).Node("MatMul", ["a", "w"], ["r"]),
        ["Gemm"] = b => Bias(Weights(b, [5, 392], 0), 5).Node("Flatten", "a", "f0").Node("QuantizeLinear", ["f0", "s", "z"], ["f1"])
            .Node("DequantizeLinear", ["f1", "s", "z"], ["f"]).Node("Gemm", ["f", "w", "c"], ["r"], ("transB", 1)),
        ["Add"] = b => b.Node("Add", ["a", "b"], ["r"]),
        ["Add and Relu"] = b => b.Node("Add", ["a", "b"], ["v"]).Node("Relu", "v", "r"),
        ["Mul"] = b => b.Node("Mul", ["a", "b"], ["r"]),
        ["Concat"] = b => b.Node("Concat", ["a", "b"], ["r"], ("axis", 1)),
        ["AveragePool"] = b => b.Node("AveragePool", "a", "r", ("kernel_shape", new[] { 3, 2 }), ("pads", new[] { 1, 0, 1, 1 })),
        ["GlobalAveragePool"] = b => b.Node("GlobalAveragePool", "a", "r"),
        ["Sigmoid"] = b => b.Node("Sigmoid", "a", "r"),
        ["HardSwish"] = b => b.Node("HardSwish", "a", "r"),
        ["Resize to more"] = b => b.Initializer("f", TestTensors.Floats(1, 1, 2, 1.5f)).Node("Resize", ["a", "", "f"], ["r"]),
        ["Resize to less"] = b => b.Initializer("f", TestTensors.Int64s(2, 8, 3, 4)).Node("Resize", ["a", "", "", "f"], ["r"]),
        ["LeakyRelu"] = b => b.Node("LeakyRelu", "a", "r", ("alpha", 0.2f)),
    };

    /// <summary>The same for operators that choose elements, whose result has the scale of the operand.</summary>
    private static readonly Dictionary<string, Func<OnnxModelBuilder, OnnxModelBuilder>> Choices = new()
    {
        ["MaxPool"] = b => b.Node("MaxPool", "a", "r", ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 })),
        ["Transpose"] = b => b.Node("Transpose", "a", "r", ("perm", new[] { 0, 2, 3, 1 })),
        ["Flatten"] = b => b.Node("Flatten", "a", "r"),
        ["Concat"] = b => b.Node("Concat", ["a", "a"], ["r"], ("axis", 1)),
        ["Resize"] = b => b.Initializer("f", TestTensors.Floats(1, 1, 2, 2)).Node("Resize", ["a", "", "f"], ["r"], ("mode", "nearest")),
        ["Resize of single pixels"] = b => b.Node("MaxPool", "a", "g0", ("kernel_shape", new[] { 7, 7 }))
            .Node("QuantizeLinear", ["g0", "s", "z"], ["g1"]).Node("DequantizeLinear", ["g1", "s", "z"], ["g"])
            .Initializer("f", TestTensors.Int64s(2, 8, 5, 3))
            .Node("Resize", ["g", "", "", "f"], ["r"], ("mode", "linear"), ("coordinate_transformation_mode", "align_corners")),
        ["DepthToSpace"] = b => b.Node("DepthToSpace", "a", "r", ("blocksize", 2)),
    };

    public static TheoryData<string> IslandNames() => [.. Islands.Keys];

    public static TheoryData<string> ChoiceNames() => [.. Choices.Keys];

    [Theory]
    [MemberData(nameof(IslandNames))]
    public void Computes_with_integers(string island)
    {
        foreach (ElementType type in new[] { ElementType.UInt8, ElementType.Int8 })
            Check(Model(Islands[island], type, 0.043f), type, MostTies);
    }

    [Theory]
    [MemberData(nameof(ChoiceNames))]
    public void Chooses_among_integers(string choice)
    {
        foreach (ElementType type in new[] { ElementType.UInt8, ElementType.Int8 })
            Check(Model(Choices[choice], type, 0.02f), type, 0);
    }

    [Fact]
    public void Another_scale_is_a_table()
    {
        byte[] model = Model(b => b.Node("Identity", "a", "r"), ElementType.UInt8, 0.01f);
        Check(model, ElementType.UInt8, 0);
    }

    public static TheoryData<string> Functions() => [.. OperatorTable.All.OfType<UnaryOperator>().Select(op => op.Name)];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Every_function_of_one_number_is_a_table(string function)
    {
        byte[] model = End(Start(ElementType.UInt8, 24).Node(function, "a", "r"), ElementType.UInt8, 0.043f).Build();
        Step step = Assert.Single(Steps(model));
        Assert.IsType<LookupStep>(step);
        Tensor[] inputs = Inputs(ElementType.UInt8);
        ModelCheck.SameBits(
            TestEngines.Get(InstructionSets.Best, optimize: false).Run(model, inputs)[0], TestEngines.Best.Run(model, inputs)[0], function);
    }

    [Fact]
    public void Real_numbers_that_others_read_stay()
    {
        byte[] model = End(Start(ElementType.UInt8).Node("Sigmoid", "a", "r"), ElementType.UInt8, 0.01f).Output("r").Build();
        Assert.Contains(Steps(model), step => step.Reads.Concat(step.Writes).Any(IsReal));
        Tensor[] inputs = Inputs(ElementType.UInt8);
        ModelCheck.SameBits(
            TestEngines.Get(InstructionSets.Best, optimize: false).Run(model, inputs)[0], TestEngines.Best.Run(model, inputs)[0], "r");
    }

    [Fact]
    public void Scales_of_integers_stay()
    {
        byte[] model = Start(ElementType.UInt8, 23).Initializer("t", Tensor.From<int>(Shape.Scalar, [2]))
            .Initializer("yz", TestTensors.Byte(3)).Node("Sigmoid", "a", "r").Node("QuantizeLinear", ["r", "t", "yz"], ["y"])
            .Output("y", ElementType.UInt8).Build();
        Tensor[] inputs = Inputs(ElementType.UInt8);
        ModelCheck.SameBits(
            TestEngines.Get(InstructionSets.Best, optimize: false).Run(model, inputs)[0], TestEngines.Best.Run(model, inputs)[0], "y");
    }

    [Fact]
    public void Scales_that_are_computed_stay()
    {
        byte[] model = Start(ElementType.UInt8).Input("t", []).Initializer("yz", TestTensors.Byte(3))
            .Node("Sigmoid", "a", "r").Node("QuantizeLinear", ["r", "t", "yz"], ["y"]).Output("y", ElementType.UInt8).Build();
        using InferenceModel loaded = TestEngines.Best.Load(model, "computed.onnx");
        Tensor[] inputs = [.. Inputs(ElementType.UInt8), TestTensors.Float(0.01f)];
        Assert.Contains("Sigmoid", loaded.OptimizedGraphText([.. inputs.Select(i => i.Shape)]), StringComparison.Ordinal);
        ModelCheck.SameBits(
            TestEngines.Get(InstructionSets.Best, optimize: false).Run(model, inputs)[0], TestEngines.Best.Run(model, inputs)[0], "y");
    }

    private static void Check(byte[] model, ElementType type, double mostTies)
    {
        Assert.All(Steps(model), step => Assert.DoesNotContain(step.Reads.Concat(step.Writes), IsReal));
        Tensor[] inputs = Inputs(type);
        Tensor best = TestEngines.Best.Run(model, inputs)[0];
        foreach (InstructionSet set in KernelSet.Available)
            ModelCheck.SameBits(best, TestEngines.Get(set).Run(model, inputs)[0], $"{set}");
        double[] actual = best.ToDoubles(), expected = OnnxRuntimeOracle.Run(model, inputs)[0].ToDoubles();
        Close(TestEngines.Get(InstructionSets.Best, optimize: false).Run(model, inputs)[0].ToDoubles(), actual, mostTies);
        Close(expected, actual, 2 * mostTies);
        Assert.True(actual.Distinct().Count() > 3, "The result is nearly constant.");
    }

    // Real numbers, but for rows of scales.
    private static bool IsReal(View view) => view.Type == ElementType.Float32 && view.Buffer.Elements > 8;

    private static void Close(double[] expected, double[] actual, double mostTies)
    {
        Assert.Equal(expected.Length, actual.Length);
        double[] steps = [.. expected.Zip(actual, (x, y) => Math.Abs(x - y))];
        Assert.True(steps.Max() <= 1, $"A result is {steps.Max()} steps away.");
        int ties = steps.Count(step => step > 0);
        Assert.True(ties <= mostTies * steps.Length + 1 - (mostTies == 0 ? 1 : 0), $"{ties} of {steps.Length} results are a step away.");
    }

    private static IReadOnlyList<Step> Steps(byte[] model)
    {
        using InferenceModel loaded = TestEngines.Best.Load(model, "island.onnx");
        return loaded.Compile([.. loaded.Inputs.Select(input => input.Shape.ToShape())]).Steps;
    }

    private static Tensor[] Inputs(ElementType type)
    {
        var random = new TensorRandom(11);
        (int low, int high) = type == ElementType.UInt8 ? (0, 256) : (-128, 128);
        return [random.Integers(type, new Shape(2, 8, 7, 7), low, high), random.Integers(type, new Shape(2, 8, 7, 7), low, high)];
    }

    private static byte[] Model(Func<OnnxModelBuilder, OnnxModelBuilder> island, ElementType type, float scale) =>
        End(island(Start(type)), type, scale).Build();

    private static OnnxModelBuilder Start(ElementType type, long opset = 14) => new OnnxModelBuilder(opset)
        .Input("x", type, 2, 8, 7, 7).Input("x2", type, 2, 8, 7, 7)
        .Initializer("s", TestTensors.Float(0.02f)).Initializer("z", Zero(type, 120)).Initializer("s2", TestTensors.Float(0.013f))
        .Initializer("z2", Zero(type, 99)).Node("DequantizeLinear", ["x", "s", "z"], ["a"])
        .Node("DequantizeLinear", ["x2", "s2", "z2"], ["b"]);

    private static OnnxModelBuilder End(OnnxModelBuilder builder, ElementType type, float scale) => builder
        .Initializer("ys", TestTensors.Float(scale)).Initializer("yz", Zero(type, scale == 0.02f ? 120 : 131))
        .Node("QuantizeLinear", ["r", "ys", "yz"], ["y"]).Output("y", type);

    private static OnnxModelBuilder Weights(OnnxModelBuilder builder, long[] shape, int axis, ElementType type = ElementType.Int8)
    {
        var random = new TensorRandom(7);
        bool signed = type == ElementType.Int8;
        // The axis of the columns: that of filters is 0, that of a matrix its second.
        int columns = shape.Length == 2 ? axis : 0;
        builder.Initializer("wi", random.Integers(type, new Shape(shape), signed ? -127 : 0, signed ? 128 : 256));
        if (signed)
        {
            builder.Initializer("ws", Scales(shape[columns], 1))
                .Initializer("wz", new Tensor(type, new Shape(shape[columns])));
        }
        else
        {
            builder.Initializer("ws", TestTensors.Float(0.003f)).Initializer("wz", TestTensors.Byte(117));
        }

        return builder.Node("DequantizeLinear", ["wi", "ws", "wz"], ["w"], ("axis", columns));
    }

    private static OnnxModelBuilder Bias(OnnxModelBuilder builder, long count) =>
        builder.Initializer("ci", new TensorRandom(5).Integers(ElementType.Int32, new Shape(count), -9000, 9000))
            .Initializer("cs", Scales(count, 0.02f)).Node("DequantizeLinear", ["ci", "cs"], ["c"], ("axis", 0));

    // Those of the columns of the weights, times that of the input.
    private static Tensor Scales(long count, float input) =>
        TestTensors.Floats([.. Enumerable.Range(0, (int)count).Select(i => input * (0.001f + (0.0003f * i)))]);

    private static Tensor Zero(ElementType type, int unsigned) => type == ElementType.UInt8
        ? TestTensors.Byte((byte)unsigned)
        : Tensor.From<sbyte>(Shape.Scalar, [(sbyte)(unsigned - 128)]);
}
