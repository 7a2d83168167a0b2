using Fovea.Inference.Optimization;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Optimization;

/// <summary>What looks like a scale or shift per channel that folds into weights, and is none, or has no weights to fold into.</summary>
public sealed class FoldScalesIntoWeightsNearMissTests
{
    private const string Normalisation = "%gamma Float32[2], %beta Float32[2], %mean Float32[2], %variance Float32[2]";

    /// <summary>The node after the convolution %a of shape [1,2,2,3], as printed.</summary>
    private static readonly Dictionary<string, (Func<OnnxModelBuilder, OnnxModelBuilder> Build, string Line)> Sources = new()
    {
        ["factor per row"] = (b => b.Node("Mul", ["a", "rows"], ["y"]), "%y Float32[1,2,2,3] = Mul(%a, %rows Float32[2,1])"),
        ["factor per row of a higher rank"] = (
            b => b.Node("Mul", ["a", "rows3"], ["y"]), "%y Float32[1,2,2,3] = Mul(%a, %rows3 Float32[1,2,1])"),
        ["factor per column"] = (b => b.Node("Mul", ["a", "columns"], ["y"]), "%y Float32[1,2,2,3] = Mul(%a, %columns Float32[3])"),
        ["factor per pixel"] = (b => b.Node("Add", ["a", "pixels"], ["y"]), "%y Float32[1,2,2,3] = Add(%a, %pixels Float32[2,3])"),
        ["factor per channel and row"] = (b => b.Node("Mul", ["a", "both"], ["y"]), "%y Float32[1,2,2,3] = Mul(%a, %both Float32[2,2,1])"),
        ["factors that make more images"] = (
            b => b.Node("Mul", ["a", "images"], ["y"]), "%y Float32[2,2,2,3] = Mul(%a, %images Float32[2,1,1,1])"),
        ["factors of a higher rank"] = (b => b.Node("Mul", ["a", "s5"], ["y"]), "%y Float32[1,1,2,2,3] = Mul(%a, %s5 Float32[1,1,2,1,1])"),
        ["one factor of a higher rank"] = (
            b => b.Node("Mul", ["a", "one5"], ["y"]), "%y Float32[1,1,2,2,3] = Mul(%a, %one5 Float32[1,1,1,1,1])"),
        ["difference from a constant"] = (b => b.Node("Sub", ["s", "a"], ["y"]), "%y Float32[1,2,2,3] = Sub(%s Float32[2,1,1], %a)"),
        ["quotient of a constant"] = (b => b.Node("Div", ["s", "a"], ["y"]), "%y Float32[1,2,2,3] = Div(%s Float32[2,1,1], %a)"),
        ["power"] = (b => b.Node("Pow", ["a", "two"], ["y"]), "%y Float32[1,2,2,3] = Pow(%a, %two Float32[])"),
        ["slope"] = (b => b.Node("PRelu", ["a", "s"], ["y"]), "%y Float32[1,2,2,3] = PRelu(%a, %s Float32[2,1,1])"),
        ["factor of another type than float"] = (
            b => b.Node("Cast", "a", "i", ("to", (int)ElementType.Int32)).Node("Mul", ["i", "three"], ["j"])
                .Node("Cast", "j", "y", ("to", (int)ElementType.Float32)),
            "%i Int32[1,2,2,3] = Cast(%a) to=6\n%j Int32[1,2,2,3] = Mul(%i, %three Int32[])\n%y Float32[1,2,2,3] = Cast(%j) to=1"),
        ["two functions of one value"] = (
            b => b.Node("Mul", ["a", "s"], ["b"])
                .Node("Mul", ["a", "b"], ["y"]), "%b Float32[1,2,2,3] = Mul(%a, %s Float32[2,1,1])\n%y Float32[1,2,2,3] = Mul(%a, %b)"),
        ["square"] = (b => b.Node("Mul", ["a", "a"], ["y"]), "%y Float32[1,2,2,3] = Mul(%a, %a)"),
        ["gate"] = (
            b => b.Node("GlobalAveragePool", "x", "g")
                .Node("Mul", ["a", "g"], ["y"]), "%g Float32[1,2,1,1] = GlobalAveragePool(%x)\n%y Float32[1,2,2,3] = Mul(%a, %g)"),
        ["normalisation whose moments are asked for"] = (
            b => b.Node("BatchNormalization", ["a", "gamma", "beta", "mean", "variance"], ["y", "m"]).Output("m"),
            $"%y Float32[1,2,2,3], %m Float32[2] = BatchNormalization(%a, {Normalisation})\noutput m = %m"),
        ["function in between"] = (
            b => b.Node("Relu", "a", "b")
                .Node("Mul", ["b", "s"], ["y"]), "%b Float32[1,2,2,3] = Relu(%a)\n%y Float32[1,2,2,3] = Mul(%b, %s Float32[2,1,1])"),
    };

    /// <summary>Nodes that write %a, before factors for its last axis, as printed.</summary>
    private static readonly Dictionary<string, (Func<OnnxModelBuilder, OnnxModelBuilder> Build, string Line)> Targets = new()
    {
        ["product whose weights are given"] = (b => b.Node("MatMul", ["f", "given"], ["a"]), "%a Float32[4,2] = MatMul(%f, %given)"),
        ["product with a stack of weights"] = (
            b => b.Node("MatMul", ["f", "stack"], ["a"]), "%a Float32[1,4,2] = MatMul(%f, %stack Float32[1,3,2])"),
        ["Gemm whose weights are given"] = (b => b.Node("Gemm", ["f", "given"], ["a"]), "%a Float32[4,2] = Gemm(%f, %given)"),
        ["Gemm with a factor"] = (
            b => b.Node("Gemm", ["f", "m"], ["a"], ("alpha", 2f)), "%a Float32[4,2] = Gemm(%f, %m Float32[3,2]) alpha=2"),
        ["Gemm with a factor for its addend"] = (
            b => b.Node("Gemm", ["f", "m", "row"], ["a"], ("beta", 2f)),
            "%a Float32[4,2] = Gemm(%f, %m Float32[3,2], %row Float32[2]) beta=2"),
        ["Gemm with a column"] = (
            b => b.Node("Gemm", ["f", "m", "column"], ["a"]), "%a Float32[4,2] = Gemm(%f, %m Float32[3,2], %column Float32[4,1])"),
        ["Gemm with a number"] = (
            b => b.Node("Gemm", ["f", "m", "two"], ["a"]), "%a Float32[4,2] = Gemm(%f, %m Float32[3,2], %two Float32[])"),
        ["Gemm with an addend that is given"] = (
            b => b.Node("Gemm", ["f", "m", "added"], ["a"]), "%a Float32[4,2] = Gemm(%f, %m Float32[3,2], %added)"),
        ["sum"] = (b => b.Node("Add", ["given", "given"], ["a"]), "%a Float32[3,2] = Add(%given, %given)"),
    };

    public static TheoryData<string> SourceNames() => [.. Sources.Keys];

    public static TheoryData<string> TargetNames() => [.. Targets.Keys];

    [Theory]
    [MemberData(nameof(SourceNames))]
    public void Is_not_folded_into_a_convolution(string source) => PassCheck.Of<FoldScalesIntoWeights>(
            Sources[source].Build(Start().Node("Conv", ["x", "w"], ["a"])).Output("y"))
        .Leaves($"""
            input %x Float32[1,2,2,3]
            %a Float32[1,2,2,3] = Conv(%x, %w Float32[2,2,1,1])
            {Sources[source].Line}
            output y = %y
            """);

    [Theory]
    [MemberData(nameof(TargetNames))]
    public void Keeps_behind_a(string target)
    {
        string shape = Targets[target].Line[2..].Split(' ')[1];
        PassCheck.Of<FoldScalesIntoWeights>(Targets[target].Build(Matrices()).Node("Mul", ["a", "row"], ["y"]).Output("y"))
            .Leaves($"""
                input %f Float32[4,3]
                input %given Float32[3,2]
                input %added Float32[2]
                {Targets[target].Line}
                %y {shape} = Mul(%a, %row Float32[2])
                output y = %y
                """);
    }

    [Fact]
    public void Keeps_a_value_that_is_asked_for() => PassCheck.Of<FoldScalesIntoWeights>(
            Start().Node("Conv", ["x", "w"], ["a"]).Node("Mul", ["a", "s"], ["y"]).Output("y").Output("a"))
        .Leaves("""
            input %x Float32[1,2,2,3]
            %a Float32[1,2,2,3] = Conv(%x, %w Float32[2,2,1,1])
            %y Float32[1,2,2,3] = Mul(%a, %s Float32[2,1,1])
            output y = %y
            output a = %a
            """);

    [Theory]
    [InlineData("k", "c", "%k, %c Float32[2]")]
    [InlineData("w", "b", "%w Float32[2,2,1,1], %b")]
    public void Is_not_folded_into_a_convolution_with_computed_operands(string weights, string bias, string printed)
    {
        foreach (string operation in new[] { "Conv", "ConvTranspose" })
        {
            PassCheck.Of<FoldScalesIntoWeights>(
                    Start().Input("k", 2, 2, 1, 1).Input("b", 2).Node(operation, ["x", weights, bias], ["a"])
                .Node("Mul", ["a", "s"], ["y"]).Output("y"))
                .Leaves($"""
                    input %x Float32[1,2,2,3]
                    input %k Float32[2,2,1,1]
                    input %b Float32[2]
                    %a Float32[1,2,2,3] = {operation}(%x, {printed})
                    %y Float32[1,2,2,3] = Mul(%a, %s Float32[2,1,1])
                    output y = %y
                    """);
        }
    }

    [Fact]
    public void Keeps_what_would_widen_the_result() => PassCheck.Of<FoldScalesIntoWeights>(
            Start().Initializer("one", TestTensors.Floats(new Shape(1, 2, 1, 1), 1, 2)).Node("Conv", ["x", "one"], ["a"])
        .Node("Mul", ["a", "s"], ["y"]).Output("y"))
        .Leaves("""
            input %x Float32[1,2,2,3]
            %a Float32[1,1,2,3] = Conv(%x, %one Float32[1,2,1,1])
            %y Float32[1,2,2,3] = Mul(%a, %s Float32[2,1,1])
            output y = %y
            """);

    [Fact]
    public void Keeps_a_normalisation_whose_scale_is_given() => PassCheck.Of<FoldScalesIntoWeights>(
            Start().Input("given", 2).Node("Conv", ["x", "w"], ["a"])
            .Node("BatchNormalization", ["a", "given", "beta", "mean", "variance"], ["b"])
            .Node("Mul", ["b", "s"], ["y"]).Output("y"))
        .Leaves("""
            input %x Float32[1,2,2,3]
            input %given Float32[2]
            %a Float32[1,2,2,3] = Conv(%x, %w Float32[2,2,1,1])
            %b Float32[1,2,2,3] = BatchNormalization(%a, %given, %beta Float32[2], %mean Float32[2], %variance Float32[2])
            %y Float32[1,2,2,3] = Mul(%b, %s Float32[2,1,1])
            output y = %y
            """);

    // Channels are axis 1, the product's columns axis 2; both are 2.
    [Fact]
    public void Keeps_a_normalisation_of_a_stack_of_products() => PassCheck.Of<FoldScalesIntoWeights>(
            Start().Input("f", 1, 2, 3).Initializer("m", new TensorRandom(1).Floats(3, 2)).Node("MatMul", ["f", "m"], ["a"])
            .Node("BatchNormalization", ["a", "gamma", "beta", "mean", "variance"], ["y"]).Output("y"))
        .Leaves($"""
            input %x Float32[1,2,2,3]
            input %f Float32[1,2,3]
            %a Float32[1,2,2] = MatMul(%f, %m Float32[3,2])
            %y Float32[1,2,2] = BatchNormalization(%a, {Normalisation})
            output y = %y
            """);

    [Fact]
    public void Keeps_factors_for_the_rows_of_a_product() => PassCheck.Of<FoldScalesIntoWeights>(
            Matrices().Node("MatMul", ["f", "m"], ["a"]).Node("Mul", ["a", "column"], ["y"]).Output("y"))
        .Leaves("""
            input %f Float32[4,3]
            input %given Float32[3,2]
            input %added Float32[2]
            %a Float32[4,2] = MatMul(%f, %m Float32[3,2])
            %y Float32[4,2] = Mul(%a, %column Float32[4,1])
            output y = %y
            """);

    [Fact]
    public void Keeps_factors_for_another_axis_than_the_normalised_one() => PassCheck.Of<FoldScalesIntoWeights>(
            Start().Input("v", 2, 2, 2).Node("BatchNormalization", ["v", "gamma", "beta", "mean", "variance"], ["a"])
        .Node("Mul", ["a", "two2"], ["y"]).Output("y"))
        .Leaves($"""
            input %x Float32[1,2,2,3]
            input %v Float32[2,2,2]
            %a Float32[2,2,2] = BatchNormalization(%v, {Normalisation})
            %y Float32[2,2,2] = Mul(%a, %two2 Float32[2])
            output y = %y
            """);

    [Fact]
    public void Keeps_factors_of_a_vector() => PassCheck.Of<FoldScalesIntoWeights>(
            Matrices().Input("v", 3).Node("MatMul", ["v", "m"], ["a"]).Node("Mul", ["a", "row"], ["y"]).Output("y"))
        .Leaves("""
            input %f Float32[4,3]
            input %given Float32[3,2]
            input %added Float32[2]
            input %v Float32[3]
            %a Float32[2] = MatMul(%v, %m Float32[3,2])
            %y Float32[2] = Mul(%a, %row Float32[2])
            output y = %y
            """);

    [Fact]
    public void Factors_after_a_fused_activation_are_not_folded() => PassCheck.OfSecond<FuseActivation, FoldScalesIntoWeights>(
            Start().Node("Conv", ["x", "w"], ["a"]).Node("Relu", "a", "b").Node("Mul", ["b", "s"], ["y"]).Output("y"))
        .Leaves("""
            input %x Float32[1,2,2,3]
            %b Float32[1,2,2,3] = Conv(%x, %w Float32[2,2,1,1]) -> Clip(0,Infinity)
            %y Float32[1,2,2,3] = Mul(%b, %s Float32[2,1,1])
            output y = %y
            """);

    [Fact]
    public void Factors_after_a_fused_residual_are_not_folded() => PassCheck.OfSecond<FuseResidualAdd, FoldScalesIntoWeights>(
            Start().Node("Conv", ["x", "w"], ["a"]).Node("Add", ["a", "x"], ["b"]).Node("Mul", ["b", "s"], ["y"]).Output("y"))
        .Leaves("""
            input %x Float32[1,2,2,3]
            %b Float32[1,2,2,3] = Conv(%x, %w Float32[2,2,1,1], -, %x) + %x
            %y Float32[1,2,2,3] = Mul(%b, %s Float32[2,1,1])
            output y = %y
            """);

    private static OnnxModelBuilder Matrices() => new OnnxModelBuilder().Input("f", 4, 3).Input("given", 3, 2).Input("added", 2)
        .Initializer("m", new TensorRandom(1).Floats(3, 2)).Initializer("stack", new TensorRandom(2).Floats(1, 3, 2))
        .Initializer("row", TestTensors.Floats(1, 2)).Initializer("column", TestTensors.Floats(new Shape(4, 1), 1, 2, 3, 4))
        .Initializer("two", TestTensors.Float(2));

    private static OnnxModelBuilder Start() => new OnnxModelBuilder().Input("x", 1, 2, 2, 3)
        .Initializer("w", TestTensors.Floats(new Shape(2, 2, 1, 1), 1, 2, 3, 4)).Initializer("c", TestTensors.Floats(5, 7))
        .Initializer("s", TestTensors.Floats(new Shape(2, 1, 1), 10, 100))
        .Initializer("s5", TestTensors.Floats(new Shape(1, 1, 2, 1, 1), 10, 100))
        .Initializer("one5", TestTensors.Floats(new Shape(1, 1, 1, 1, 1), 10))
        .Initializer("images", TestTensors.Floats(new Shape(2, 1, 1, 1), 10, 100))
        .Initializer("rows", TestTensors.Floats(new Shape(2, 1), 10, 100))
        .Initializer("rows3", TestTensors.Floats(new Shape(1, 2, 1), 10, 100)).Initializer("columns", TestTensors.Floats(1, 10, 100))
        .Initializer("pixels", new TensorRandom(1).Floats(2, 3)).Initializer("both", new TensorRandom(2).Floats(2, 2, 1))
        .Initializer("two", TestTensors.Float(2)).Initializer("two2", TestTensors.Floats(2, 3))
        .Initializer("three", Tensor.From<int>(Shape.Scalar, [3]))
        .Initializer("gamma", TestTensors.Floats(1, 2)).Initializer("beta", TestTensors.Floats(3, 4))
        .Initializer("mean", TestTensors.Floats(5, 6))
        .Initializer("variance", TestTensors.Floats(4, 0.25f));
}
