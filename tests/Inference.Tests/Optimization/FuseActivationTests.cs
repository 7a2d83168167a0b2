using Fovea.Inference.Graphs;
using Fovea.Inference.Optimization;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Optimization;

/// <summary>Every function into every node that takes it, and the nodes and values that must be left alone.</summary>
public sealed class FuseActivationTests
{
    /// <summary>
    /// Every element-wise function that can be fused: its inputs and attributes as printed before, and its text as an activation.
    /// </summary>
    private static readonly Dictionary<string, (string[] Inputs, (string, object)[] Attributes, string Line, string Activation)> Functions =
        new()
        {
            ["Abs"] = (["a"], [], "Abs(%a)", "Abs"),
            ["Acos"] = (["a"], [], "Acos(%a)", "Acos"),
            ["Acosh"] = (["a"], [], "Acosh(%a)", "Acosh"),
            ["Affine"] = (["a"], [], "Affine(%a)", "Affine(1,0)"),
            ["Asin"] = (["a"], [], "Asin(%a)", "Asin"),
            ["Asinh"] = (["a"], [], "Asinh(%a)", "Asinh"),
            ["Atan"] = (["a"], [], "Atan(%a)", "Atan"),
            ["Atanh"] = (["a"], [], "Atanh(%a)", "Atanh"),
            ["Ceil"] = (["a"], [], "Ceil(%a)", "Ceil"),
            ["Celu"] = (["a"], [], "Celu(%a)", "Celu(1)"),
            ["Clip"] = (["a", "zero", "six"], [], "Clip(%a, %zero Float32[], %six Float32[])", "Clip(0,6)"),
            ["Cos"] = (["a"], [], "Cos(%a)", "Cos"),
            ["Cosh"] = (["a"], [], "Cosh(%a)", "Cosh"),
            ["Elu"] = (["a"], [], "Elu(%a)", "Elu(1)"),
            ["Erf"] = (["a"], [], "Erf(%a)", "Erf"),
            ["Exp"] = (["a"], [], "Exp(%a)", "Exp"),
            ["Floor"] = (["a"], [], "Floor(%a)", "Floor"),
            ["Gelu"] = (["a"], [], "Gelu(%a)", "Gelu"),
            ["HardSigmoid"] = (["a"], [("alpha", 0.25f)], "HardSigmoid(%a) alpha=0.25", "HardSigmoid(0.25,0.5)"),
            ["HardSwish"] = (["a"], [], "HardSwish(%a)", "HardSwish"),
            ["LeakyRelu"] = (["a"], [("alpha", 0.5f)], "LeakyRelu(%a) alpha=0.5", "LeakyRelu(0.5)"),
            ["Log"] = (["a"], [], "Log(%a)", "Log"),
            ["Mish"] = (["a"], [], "Mish(%a)", "Mish"),
            ["Neg"] = (["a"], [], "Neg(%a)", "Neg"),
            ["ParametricSoftplus"] = (["a"], [], "ParametricSoftplus(%a)", "ParametricSoftplus(1,1)"),
            ["Reciprocal"] = (["a"], [], "Reciprocal(%a)", "Reciprocal"),
            ["Relu"] = (["a"], [], "Relu(%a)", "Clip(0,Infinity)"),
            ["Round"] = (["a"], [], "Round(%a)", "Round"),
            ["ScaledTanh"] = (["a"], [], "ScaledTanh(%a)", "ScaledTanh(1,1)"),
            ["Selu"] = (["a"], [], "Selu(%a)", "Selu(1.6732632,1.050701)"),
            ["Shrink"] = (["a"], [], "Shrink(%a)", "Shrink(0.5,0)"),
            ["Sigmoid"] = (["a"], [], "Sigmoid(%a)", "Sigmoid"),
            ["Sign"] = (["a"], [], "Sign(%a)", "Sign"),
            ["Sin"] = (["a"], [], "Sin(%a)", "Sin"),
            ["Sinh"] = (["a"], [], "Sinh(%a)", "Sinh"),
            ["Softplus"] = (["a"], [], "Softplus(%a)", "Softplus"),
            ["Softsign"] = (["a"], [], "Softsign(%a)", "Softsign"),
            ["Sqrt"] = (["a"], [], "Sqrt(%a)", "Sqrt"),
            ["Swish"] = (["a"], [], "Swish(%a)", "Silu"),
            ["Tan"] = (["a"], [], "Tan(%a)", "Tan"),
            ["Tanh"] = (["a"], [], "Tanh(%a)", "Tanh"),
            ["ThresholdedRelu"] = (["a"], [], "ThresholdedRelu(%a)", "ThresholdedRelu(1)"),
        };

    /// <summary>Every node that takes any function, writing %a, as printed.</summary>
    private static readonly Dictionary<string, (string[] Inputs, string Line)> Producers = new()
    {
        ["Conv"] = (["x", "w", "c"], "Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1], %c Float32[2])"),
        ["ConvTranspose"] = (["x", "w"], "Float32[1,2,3,4] = ConvTranspose(%x, %w Float32[2,2,1,1])"),
        ["BatchNormalization"] = (
            ["x", "c", "c", "c", "c"],
            "Float32[1,2,3,4] = BatchNormalization(%x, %c Float32[2], %c Float32[2], %c Float32[2], %c Float32[2])"),
        ["InstanceNormalization"] = (["x", "c", "c"], "Float32[1,2,3,4] = InstanceNormalization(%x, %c Float32[2], %c Float32[2])"),
        ["Gemm"] = (["f", "m"], "Float32[3,2] = Gemm(%f, %m Float32[4,2])"),
        ["MatMul"] = (["f", "m"], "Float32[3,2] = MatMul(%f, %m Float32[4,2])"),
    };

    /// <summary>Every node that takes bounds and nothing else.</summary>
    private static readonly Dictionary<string, (string[] Inputs, string Line)> Clamped = new()
    {
        ["Add"] = (["x", "z"], "Float32[1,2,3,4] = Add(%x, %z)"),
        ["Div"] = (["x", "z"], "Float32[1,2,3,4] = Div(%x, %z)"),
        ["Max"] = (["x", "z"], "Float32[1,2,3,4] = Max(%x, %z)"),
        ["Min"] = (["x", "z"], "Float32[1,2,3,4] = Min(%x, %z)"),
        ["Mod"] = (["x", "z"], "Float32[1,2,3,4] = Mod(%x, %z) fmod=1"),
        ["Mul"] = (["x", "z"], "Float32[1,2,3,4] = Mul(%x, %z)"),
        ["Pow"] = (["x", "z"], "Float32[1,2,3,4] = Pow(%x, %z)"),
        ["PRelu"] = (["x", "z"], "Float32[1,2,3,4] = PRelu(%x, %z)"),
        ["Sub"] = (["x", "z"], "Float32[1,2,3,4] = Sub(%x, %z)"),
        ["Sum"] = (["x", "z"], "Float32[1,2,3,4] = Sum(%x, %z)"),
    };

    /// <summary>Nodes that take bounds once their sums are scaled; ScaledIntegersTests checks it.</summary>
    private static readonly string[] Scaled = ["ConvInteger", "MatMulInteger"];

    /// <summary>Nodes that take no function.</summary>
    private static readonly Dictionary<string, (string[] Inputs, (string, object)[] Attributes, string Line)> Others = new()
    {
        ["AveragePool"] = (["x"], [("kernel_shape", new[] { 1, 1 })], "Float32[1,2,3,4] = AveragePool(%x) kernel_shape=[1,1]"),
        ["Concat"] = (["x", "z"], [("axis", 1)], "Float32[1,4,3,4] = Concat(%x, %z) axis=1"),
        ["GlobalAveragePool"] = (["x"], [], "Float32[1,2,1,1] = GlobalAveragePool(%x)"),
        ["LayerNormalization"] = (["f", "four"], [], "Float32[3,4] = LayerNormalization(%f, %four Float32[4])"),
        ["LRN"] = (["x"], [("size", 3)], "Float32[1,2,3,4] = LRN(%x) size=3"),
        ["Max"] = (["x", "z", "x"], [], "Float32[1,2,3,4] = Max(%x, %z, %x)"),
        ["MaxPool"] = (["x"], [("kernel_shape", new[] { 1, 1 })], "Float32[1,2,3,4] = MaxPool(%x) kernel_shape=[1,1]"),
        ["Mean"] = (["x", "z"], [], "Float32[1,2,3,4] = Mean(%x, %z)"),
        ["ReduceMean"] = (["x"], [("keepdims", 0)], "Float32[] = ReduceMean(%x) keepdims=0"),
        ["Sigmoid"] = (["x"], [], "Float32[1,2,3,4] = Sigmoid(%x)"),
        ["Softmax"] = (["x"], [], "Float32[1,2,3,4] = Softmax(%x)"),
        ["Sum"] = (["x", "z", "x"], [], "Float32[1,2,3,4] = Sum(%x, %z, %x)"),
        ["Transpose"] = (["f"], [], "Float32[4,3] = Transpose(%f)"),
    };

    public static TheoryData<string> FunctionNames() => [.. Functions.Keys];

    public static TheoryData<string> ProducerNames() => [.. Producers.Keys];

    public static TheoryData<string> ClampedNames() => [.. Clamped.Keys];

    public static TheoryData<string> OtherNames() => [.. Others.Keys];

    [Fact]
    public void No_function_is_forgotten() =>
        Assert.Equal(OperatorMembers.Declaring(nameof(Operator.Function)), Functions.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void No_node_that_takes_functions_is_forgotten() =>
        Assert.Equal(
            OperatorMembers.Declaring(nameof(Operator.TakesActivation)),
            Producers.Keys.Concat(Clamped.Keys).Concat(Scaled).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(FunctionNames))]
    public void A_convolution_takes(string function) => Fuses("Conv", Producers["Conv"], function, Functions[function].Activation);

    [Theory]
    [MemberData(nameof(ProducerNames))]
    public void Bounds_go_into(string producer) => Fuses(producer, Producers[producer], "Relu", "Clip(0,Infinity)");

    [Theory]
    [MemberData(nameof(ProducerNames))]
    public void A_smooth_function_goes_into(string producer) => Fuses(producer, Producers[producer], "Sigmoid", "Sigmoid");

    [Theory]
    [MemberData(nameof(ClampedNames))]
    public void Bounds_go_into_a_function_of_two(string producer) => Fuses(producer, Clamped[producer], "Clip", "Clip(0,6)");

    [Theory]
    [MemberData(nameof(ClampedNames))]
    public void Other_functions_are_not_fused_into_a_function_of_two(string producer)
    {
        foreach (string function in Functions.Keys.Except(["Clip", "Relu"]))
            Stays(producer, Clamped[producer].Inputs, Needed(producer), Clamped[producer].Line, function);
    }

    [Theory]
    [MemberData(nameof(OtherNames))]
    public void Bounds_are_not_fused(string producer) =>
        Stays(producer, Others[producer].Inputs, Others[producer].Attributes, Others[producer].Line, "Relu");

    [Theory]
    [InlineData("", "six", "-, %six Float32[]", "Clip(-Infinity,6)")]
    [InlineData("zero", "", "%zero Float32[], -", "Clip(0,Infinity)")]
    [InlineData("six", "zero", "%six Float32[], %zero Float32[]", "Clip(6,0)")]
    public void Bounds_may_be_left_out_or_cross(string min, string max, string printed, string activation) => PassCheck.Of<FuseActivation>(
            Start().Node("Conv", ["x", "w"], ["a"]).Node("Clip", ["a", min, max], ["y"]).Output("y"))
        .Turns($"""
            input %x Float32[1,2,3,4]
            %a Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1])
            %y Float32[1,2,3,4] = Clip(%a, {printed})
            output y = %y
            """)
        .Into($"""
            input %x Float32[1,2,3,4]
            %y Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1]) -> {activation}
            output y = %y
            """);

    [Fact]
    public void Before_opset_11_bounds_are_attributes() => PassCheck.Of<FuseActivation>(
            Start(10).Node("Conv", ["x", "w"], ["a"]).Node("Clip", "a", "y", ("max", 1.5f)).Output("y"))
        .Turns("""
            input %x Float32[1,2,3,4]
            %a Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1])
            %y Float32[1,2,3,4] = Clip(%a) max=1.5
            output y = %y
            """)
        .Into("""
            input %x Float32[1,2,3,4]
            %y Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1]) -> Clip(-Infinity,1.5)
            output y = %y
            """);

    [Fact]
    public void A_function_is_applied_after_a_residual() => PassCheck.OfSecond<FuseResidualAdd, FuseActivation>(
            Start().Node("Conv", ["x", "w"], ["a"]).Node("Add", ["a", "x"], ["b"]).Node("Tanh", "b", "y").Output("y"))
        .Turns("""
            input %x Float32[1,2,3,4]
            %b Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1], -, %x) + %x
            %y Float32[1,2,3,4] = Tanh(%b)
            output y = %y
            """)
        .Into("""
            input %x Float32[1,2,3,4]
            %y Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1], -, %x) + %x -> Tanh
            output y = %y
            """);

    [Fact]
    public void Of_two_functions_the_first_goes() => PassCheck.Of<FuseActivation>(
            Start().Node("Conv", ["x", "w"], ["a"]).Node("Relu", "a", "b").Node("Sigmoid", "b", "y").Output("y"))
        .Turns("""
            input %x Float32[1,2,3,4]
            %a Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1])
            %b Float32[1,2,3,4] = Relu(%a)
            %y Float32[1,2,3,4] = Sigmoid(%b)
            output y = %y
            """)
        .Into("""
            input %x Float32[1,2,3,4]
            %b Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1]) -> Clip(0,Infinity)
            %y Float32[1,2,3,4] = Sigmoid(%b)
            output y = %y
            """);

    [Fact]
    public void A_value_that_is_asked_for_stays() => PassCheck.Of<FuseActivation>(
            Start().Node("Conv", ["x", "w"], ["a"]).Node("Relu", "a", "y").Output("a").Output("y"))
        .Leaves("""
            input %x Float32[1,2,3,4]
            %a Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1])
            %y Float32[1,2,3,4] = Relu(%a)
            output a = %a
            output y = %y
            """);

    [Fact]
    public void A_value_that_two_read_stays() => PassCheck.Of<FuseActivation>(
            Start().Node("Conv", ["x", "w"], ["a"]).Node("Relu", "a", "b").Node("Sub", ["b", "a"], ["y"]).Output("y"))
        .Leaves("""
            input %x Float32[1,2,3,4]
            %a Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1])
            %b Float32[1,2,3,4] = Relu(%a)
            %y Float32[1,2,3,4] = Sub(%b, %a)
            output y = %y
            """);

    [Fact]
    public void Bounds_that_are_given_stay() => PassCheck.Of<FuseActivation>(
            Start().Input("min", []).Node("Conv", ["x", "w"], ["a"]).Node("Clip", ["a", "min", "six"], ["y"]).Output("y"))
        .Leaves("""
            input %x Float32[1,2,3,4]
            input %min Float32[]
            %a Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1])
            %y Float32[1,2,3,4] = Clip(%a, %min, %six Float32[])
            output y = %y
            """);

    [Fact]
    public void Bounds_of_integers_stay() => PassCheck.Of<FuseActivation>(
            new OnnxModelBuilder().Input("x", ElementType.Int32, 2, 3).Node("Add", ["x", "x"], ["a"])
        .Node("Clip", "a", "y").Output("y", ElementType.Int32))
        .Leaves("""
            input %x Int32[2,3]
            %a Int32[2,3] = Add(%x, %x)
            %y Int32[2,3] = Clip(%a)
            output y = %y
            """);

    [Fact]
    public void A_function_of_a_second_output_stays() => PassCheck.Of<FuseActivation>(
            Start().Node("BatchNormalization", ["x", "c", "c", "c", "c"], ["a", "moments"]).Node("Relu", "moments", "y").Output("y"))
        .Leaves("""
            input %x Float32[1,2,3,4]
            %a Float32[1,2,3,4], %moments Float32[2] = BatchNormalization(%x, %c Float32[2], %c Float32[2], %c Float32[2], %c Float32[2])
            %y Float32[2] = Relu(%moments)
            output y = %y
            """);

    [Fact]
    public void What_is_no_function_stays() => PassCheck.Of<FuseActivation>(
            Start().Node("Conv", ["x", "w"], ["a"]).Node("Softmax", "a", "y").Output("y"))
        .Leaves("""
            input %x Float32[1,2,3,4]
            %a Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1])
            %y Float32[1,2,3,4] = Softmax(%a)
            output y = %y
            """);

    private static void Fuses(string operation, (string[] Inputs, string Line) producer, string function, string activation) =>
        PassCheck.Of<FuseActivation>(
            Behind(Inputs().Node(operation, producer.Inputs, ["a"], Needed(operation)), function))
        .Turns($"""
            input %x Float32[1,2,3,4]
            input %z Float32[1,2,3,4]
            input %f Float32[3,4]
            %a {producer.Line}
            %y {producer.Line.Split(' ')[0]} = {Functions[function].Line}
            output y = %y
            """)
        .Into($"""
            input %x Float32[1,2,3,4]
            input %z Float32[1,2,3,4]
            input %f Float32[3,4]
            %y {producer.Line} -> {activation}
            output y = %y
            """)
        .Merges("a into y");

    private static void Stays(string operation, string[] inputs, (string, object)[] attributes, string line, string function) =>
        PassCheck.Of<FuseActivation>(
            Behind(Inputs().Node(operation, inputs, ["a"], attributes), function))
        .Leaves($"""
            input %x Float32[1,2,3,4]
            input %z Float32[1,2,3,4]
            input %f Float32[3,4]
            %a {line}
            %y {line.Split(' ')[0]} = {Functions[function].Line}
            output y = %y
            """);

    private static (string, object)[] Needed(string operation) => operation == "Mod" ? [("fmod", 1)] : [];

    private static OnnxModelBuilder Behind(OnnxModelBuilder builder, string function) =>
        builder.Node(function, Functions[function].Inputs, ["y"], Functions[function].Attributes).Output("y");

    private static OnnxModelBuilder Inputs() => Start(24).Input("z", 1, 2, 3, 4).Input("f", 3, 4);

    private static OnnxModelBuilder Start(long opset = 13) => new OnnxModelBuilder(opset).Input("x", 1, 2, 3, 4)
        .Initializer("w", new TensorRandom(1).Floats(2, 2, 1, 1)).Initializer("c", TestTensors.Floats(1, 2))
        .Initializer("m", new TensorRandom(2).Floats(4, 2))
        .Initializer("four", TestTensors.Floats(1, 2, 3, 4)).Initializer("zero", TestTensors.Float(0))
        .Initializer("six", TestTensors.Float(6));
}
