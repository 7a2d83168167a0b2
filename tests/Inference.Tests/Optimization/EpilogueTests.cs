using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Optimization;

/// <summary>
/// A function that is fused into the epilogue of its producer gives the same bits as the separate node, at special values, at every
/// instruction set. Each graph has one branch per function; as written and optimised it must answer the same.
/// </summary>
public sealed class EpilogueTests
{
    /// <summary>Channels of the images: two vectors of 512 bits, so that Winograd's algorithm takes the layer at every width.</summary>
    private const int Channels = 32;

    private static readonly float[] Special = SpecialFloats.Values;

    /// <summary>
    /// The nodes that take a function: what must be in the optimised plan, whether the kernel takes bounds only, and the node.
    /// </summary>
    private static readonly Dictionary<string, (string Kernel, bool OnlyBounds, Action<OnnxModelBuilder, string> Node)> Producers = new()
    {
        ["dense convolution"] = ("gemm", false, (b, y) => b.Node("Conv", ["zeros", "w1", "bias"], [y])),
        ["winograd"] = ("winograd", false, (b, y) => b.Node("Conv", ["zeros", "w3", "bias"], [y], ("pads", new[] { 1, 1, 1, 1 }))),
        ["dense convolution with a residual"] = ("+residual", false, (b, y) => b
            .Node("Conv", ["zeros", "w1", "bias"], [$"{y}_sum"]).Node("Add", [$"{y}_sum", "images"], [y])),
        ["depthwise"] = (
            "depthwise", false,
            (b, y) => b.Node("Conv", ["zeros", "d3", "bias"], [y], ("pads", new[] { 1, 1, 1, 1 }), ("group", Channels))),
        ["grouped"] = (
            "groups=2", false,
            (b, y) => b.Node(
                "Conv", ["zeros", "g3", "bias"], [y], ("pads", new[] { 2, 2, 2, 2 }), ("dilations", new[] { 2, 2 }), ("group", 2))),
        ["transposed"] = (
            "transposed", false, (b, y) => b.Node("ConvTranspose", ["zeros", "w3", "bias"], [y], ("strides", new[] { 2, 2 }))),
        ["gemm"] = ("gemm", false, (b, y) => b.Node("Gemm", ["rows", "m", "bias"], [y])),
        ["computed gemm"] = ("packing", false, (b, y) => b.Node("Gemm", ["column", "line", "addend"], [y])),
        ["matrix product"] = (
            "gemm", false, (b, y) => b.Node("MatMul", ["rows", "m"], [$"{y}_sum"]).Node("Add", [$"{y}_sum", "bias"], [y])),
        ["computed matrix product"] = ("packing", false, (b, y) => b.Node("MatMul", ["column", "line"], [y])),
        ["batch normalisation"] = (
            "affine", false,
            (b, y) => b.Node("BatchNormalization", ["images", "ones", "minus_zeros", "minus_zeros", "ones"], [y], ("epsilon", 0f))),
        ["instance normalisation"] = ("instance", false, (b, y) => b.Node("InstanceNormalization", ["finite", "none", "bias"], [y])),
        ["sum"] = ("Add", true, (b, y) => b.Node("Add", ["column", "line"], [y])),
        ["sum of images"] = ("Add", true, (b, y) => b.Node("Add", ["images", "zeros"], [y])),
        ["difference"] = ("Sub", true, (b, y) => b.Node("Sub", ["column", "line"], [y])),
        ["product"] = ("Mul", true, (b, y) => b.Node("Mul", ["column", "line"], [y])),
        ["quotient"] = ("Div", true, (b, y) => b.Node("Div", ["column", "line"], [y])),
        ["sum of two"] = ("Add", true, (b, y) => b.Node("Sum", ["column", "line"], [y])),
    };

    public static TheoryData<string> Names() => [.. Producers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Fused_equals_unfused(string producer)
    {
        (string kernel, bool onlyBounds, Action<OnnxModelBuilder, string> node) = Producers[producer];
        byte[] bytes = Model(node, onlyBounds, out string[] functions);
        Tensor[] inputs = Inputs();
        foreach (InstructionSet instructionSet in InstructionSets.Available)
        {
            Tensor[] expected = TestEngines.Get(instructionSet, optimize: false).Run(bytes, inputs);
            using InferenceModel model = TestEngines.Get(instructionSet).Load(bytes, "test.onnx");
            CompiledPlan plan = model.Compile([.. inputs.Select(i => i.Shape)]);
            Tensor[] actual = plan.Run(inputs);
            if (kernel != "winograd" || instructionSet != InstructionSet.Scalar)
                Assert.Contains(kernel, plan.ToString(), StringComparison.Ordinal);
            for (int i = 0; i < functions.Length; i++)
            {
                string? difference = SpecialFloats.Difference(expected[i].Span<float>(), actual[i].Span<float>());
                Assert.True(difference is null, $"{instructionSet}, {producer}, {functions[i]}: {difference}");
            }
        }
    }

    private static byte[] Model(Action<OnnxModelBuilder, string> node, bool onlyBounds, out string[] functions)
    {
        OnnxModelBuilder builder = new OnnxModelBuilder(20)
            .Input("images", 1, Channels, 7, 9).Input("zeros", 1, Channels, 7, 9).Input("finite", 1, Channels, 7, 9)
            .Input("rows", 5, Channels)
            .Input("column", Special.Length, 1).Input("line", 1, Special.Length).Input("addend", Special.Length, Special.Length)
            .Initializer("w1", Filled(-1f, Channels, Channels, 1, 1)).Initializer("w3", Filled(-1f, Channels, Channels, 3, 3))
            .Initializer("d3", Filled(-1f, Channels, 1, 3, 3)).Initializer("g3", Filled(-1f, Channels, Channels / 2, 3, 3))
            .Initializer("m", Filled(-1f, Channels, Channels)).Initializer("bias", TestTensors.Floats(SpecialFloats.Cycle(Channels)))
            .Initializer("ones", Filled(1f, Channels)).Initializer("minus_zeros", Filled(-0f, Channels))
            .Initializer("none", Filled(0f, Channels));
        var names = new List<string>();
        void Branch(string function, Action<string, string> write)
        {
            string value = $"value{names.Count}", result = $"result{names.Count}";
            node(builder, value);
            write(value, result);
            builder.Output(result);
            names.Add(function);
        }

        foreach ((float min, float max) in SpecialFloats.Bounds)
        {
            string bound = $"{names.Count}";
            builder.Initializer($"min{bound}", TestTensors.Float(min)).Initializer($"max{bound}", TestTensors.Float(max));
            Branch($"Clip({min}, {max})", (x, y) => builder.Node("Clip", [x, $"min{bound}", $"max{bound}"], [y]));
        }

        foreach (string function in onlyBounds ? ["Relu"] : Functions)
            Branch(function, (x, y) => builder.Node(function, x, y));
        if (!onlyBounds)
        {
            Branch("LeakyRelu(-2)", (x, y) => builder.Node("LeakyRelu", x, y, ("alpha", -2f)));
            Branch("HardSigmoid(-1, 3)", (x, y) => builder.Node("HardSigmoid", x, y, ("alpha", -1f), ("beta", 3f)));
        }

        functions = [.. names];
        return builder.Build();
    }

    private static string[] Functions =>
    [
        "Relu", "LeakyRelu", "HardSigmoid", "HardSwish", "Sigmoid", "Tanh", "Gelu", "Erf", "Exp", "Log", "Sqrt", "Neg", "Abs", "Floor",
        "Ceil", "Reciprocal",
    ];

    private static Tensor[] Inputs() =>
    [
        TestTensors.Floats(new Shape(1, Channels, 7, 9), SpecialFloats.Cycle(Channels * 7 * 9)),
        Filled(0f, 1, Channels, 7, 9),
        new TensorRandom(3).Floats(1, Channels, 7, 9),
        Filled(0f, 5, Channels),
        TestTensors.Floats(new Shape(Special.Length, 1), Special),
        TestTensors.Floats(new Shape(1, Special.Length), Special),
        TestTensors.Floats(new Shape(Special.Length, Special.Length), SpecialFloats.Cycle(Special.Length * Special.Length, 4)),
    ];

    private static Tensor Filled(float value, params ReadOnlySpan<long> shape)
    {
        var tensor = new Tensor(ElementType.Float32, new Shape(shape));
        tensor.Span<float>().Fill(value);
        return tensor;
    }
}
