using Fovea.Inference.Graphs;
using Fovea.Inference.Optimization;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Optimization;

/// <summary>Every scale and shift that folds, into every node that takes it: the text and the numbers.</summary>
public sealed class FoldScalesIntoWeightsTests
{
    /// <summary>
    /// The nodes between the convolution's %a and %y, as printed, and the resulting weights and bias for [1,2,3,4] and [5,7].
    /// </summary>
    private static readonly Dictionary<
        string, (Func<OnnxModelBuilder, OnnxModelBuilder> Build, string Line, float[] Weights, float[] Bias)> Sources =
        new()
        {
            ["normalisation"] = (
            b => Normalise(b, "a", "y"),
            "BatchNormalization(%a, %gamma Float32[2], %beta Float32[2], %mean Float32[2], %variance Float32[2]) epsilon=0",
            [0.5f, 1, 12, 16], [3, 8]),
            ["factors"] = (b => b.Node("Mul", ["a", "s"], ["y"]), "Mul(%a, %s Float32[2,1,1])", [10, 20, 300, 400], [50, 700]),
            ["factors that stand first"] = (
                b => b.Node("Mul", ["s", "a"], ["y"]), "Mul(%s Float32[2,1,1], %a)", [10, 20, 300, 400], [50, 700]),
            ["factors of the same rank"] = (
                b => b.Node("Mul", ["a", "s4"], ["y"]), "Mul(%a, %s4 Float32[1,2,1,1])", [2, 4, 9, 12], [10, 21]),
            ["one factor"] = (b => b.Node("Mul", ["a", "two"], ["y"]), "Mul(%a, %two Float32[])", [2, 4, 6, 8], [10, 14]),
            ["one factor of the same rank"] = (
            b => b.Node("Mul", ["a", "four"], ["y"]), "Mul(%a, %four Float32[1,1,1,1])", [4, 8, 12, 16], [20, 28]),
            ["divisors"] = (
                b => b.Node("Div", ["a", "divisors"], ["y"]), "Div(%a, %divisors Float32[2,1,1])", [0.5f, 1, 12, 16], [2.5f, 28]),
            ["addends"] = (b => b.Node("Add", ["a", "s"], ["y"]), "Add(%a, %s Float32[2,1,1])", [1, 2, 3, 4], [15, 107]),
            ["addends that stand first"] = (b => b.Node("Add", ["s", "a"], ["y"]), "Add(%s Float32[2,1,1], %a)", [1, 2, 3, 4], [15, 107]),
            ["subtrahends"] = (b => b.Node("Sub", ["a", "s"], ["y"]), "Sub(%a, %s Float32[2,1,1])", [1, 2, 3, 4], [-5, -93]),
        };

    public static TheoryData<string> SourceNames() => [.. Sources.Keys];

    [Fact]
    public void No_scale_and_no_weights_are_forgotten()
    {
        Assert.Equal(["Add", "BatchNormalization", "Div", "Mul", "Sub"], OperatorMembers.Declaring(nameof(Operator.ChannelScale)));
        Assert.Equal(
            ["BatchNormalization", "Conv", "ConvTranspose", "Gemm", "MatMul"], OperatorMembers.Declaring(nameof(Operator.ScaleFolding)));
    }

    [Theory]
    [MemberData(nameof(SourceNames))]
    public void Into_a_convolution(string source)
    {
        (Func<OnnxModelBuilder, OnnxModelBuilder> build, string line, float[] weights, float[] bias) = Sources[source];
        bool scales = weights[0] != 1;
        PassCheck.Of<FoldScalesIntoWeights>(build(Start().Node("Conv", ["x", "w", "c"], ["a"])).Output("y"))
            .Turns($"""
                input %x Float32[1,2,2,3]
                %a Float32[1,2,2,3] = Conv(%x, %w Float32[2,2,1,1], %c Float32[2])
                %y Float32[1,2,2,3] = {line}
                output y = %y
                """)
            .Into($"""
                input %x Float32[1,2,2,3]
                %y Float32[1,2,2,3] = Conv(%x, {(scales ? "%w scaled" : "%w")} Float32[2,2,1,1], %a bias Float32[2])
                output y = %y
                """)
            .Merges("a into y").Holds(scales ? "w scaled" : "w", weights).Holds("a bias", bias).Holds("w", 1, 2, 3, 4).Holds("c", 5, 7);
    }

    [Fact]
    public void Into_a_convolution_without_bias() => PassCheck.Of<FoldScalesIntoWeights>(
            Normalise(Start().Node("Conv", ["x", "w"], ["a"]), "a", "y").Output("y"))
        .Turns("""
            input %x Float32[1,2,2,3]
            %a Float32[1,2,2,3] = Conv(%x, %w Float32[2,2,1,1])
            %y Float32[1,2,2,3] = BatchNormalization(%a, %gamma Float32[2], %beta Float32[2], %mean Float32[2], %variance Float32[2]) epsilon=0
            output y = %y
            """)
        .Into("""
            input %x Float32[1,2,2,3]
            %y Float32[1,2,2,3] = Conv(%x, %w scaled Float32[2,2,1,1], %a bias Float32[2])
            output y = %y
            """)
        .Holds("w scaled", 0.5f, 1, 12, 16).Holds("a bias", 0.5f, -20);

    [Fact]
    public void Into_a_depthwise_convolution() => PassCheck.Of<FoldScalesIntoWeights>(
            Start().Initializer("k", TestTensors.Floats(new Shape(2, 1, 1, 3), 1, 2, 3, 4, 5, 6))
            .Node("Conv", ["x", "k"], ["a"], ("group", 2)).Node("Mul", ["a", "s"], ["y"]).Output("y"))
        .Turns("""
            input %x Float32[1,2,2,3]
            %a Float32[1,2,2,1] = Conv(%x, %k Float32[2,1,1,3]) group=2
            %y Float32[1,2,2,1] = Mul(%a, %s Float32[2,1,1])
            output y = %y
            """)
        .Into("""
            input %x Float32[1,2,2,3]
            %y Float32[1,2,2,1] = Conv(%x, %k scaled Float32[2,1,1,3], %a bias Float32[2]) group=2
            output y = %y
            """)
        .Holds("k scaled", 10, 20, 30, 400, 500, 600).Holds("a bias", 0, 0);

    [Fact]
    public void Into_a_transposed_convolution() => PassCheck.Of<FoldScalesIntoWeights>(
            Start().Initializer("k", TestTensors.Floats(new Shape(2, 2, 1, 2), 1, 2, 3, 4, 5, 6, 7, 8))
            .Node("ConvTranspose", ["x", "k", "c"], ["a"]).Node("Mul", ["a", "s"], ["y"]).Output("y"))
        .Turns("""
            input %x Float32[1,2,2,3]
            %a Float32[1,2,2,4] = ConvTranspose(%x, %k Float32[2,2,1,2], %c Float32[2])
            %y Float32[1,2,2,4] = Mul(%a, %s Float32[2,1,1])
            output y = %y
            """)
        .Into("""
            input %x Float32[1,2,2,3]
            %y Float32[1,2,2,4] = ConvTranspose(%x, %k scaled Float32[2,2,1,2], %a bias Float32[2])
            output y = %y
            """)
        .Holds("k scaled", 10, 20, 300, 400, 50, 60, 700, 800).Holds("a bias", 50, 700);

    // Weights [C, M / groups, ...]: channels 0 and 1 are the first group's, read by the first two input channels.
    [Fact]
    public void Into_a_transposed_convolution_of_groups() => PassCheck.Of<FoldScalesIntoWeights>(
            new OnnxModelBuilder().Input("x", 1, 4, 2, 2)
            .Initializer("k", TestTensors.Floats(new Shape(4, 2, 1, 1), 1, 2, 3, 4, 5, 6, 7, 8))
            .Initializer("s", TestTensors.Floats(new Shape(4, 1, 1), 1, 10, 100, 1000))
            .Node("ConvTranspose", ["x", "k"], ["a"], ("group", 2)).Node("Mul", ["a", "s"], ["y"]).Output("y"))
        .Turns("""
            input %x Float32[1,4,2,2]
            %a Float32[1,4,2,2] = ConvTranspose(%x, %k Float32[4,2,1,1]) group=2
            %y Float32[1,4,2,2] = Mul(%a, %s Float32[4,1,1])
            output y = %y
            """)
        .Into("""
            input %x Float32[1,4,2,2]
            %y Float32[1,4,2,2] = ConvTranspose(%x, %k scaled Float32[4,2,1,1], %a bias Float32[4]) group=2
            output y = %y
            """)
        .Holds("k scaled", 1, 20, 3, 40, 500, 6000, 700, 8000).Holds("a bias", 0, 0, 0, 0);

    [Theory]
    [InlineData(0, new float[] { 10, 200, 30, 400, 50, 600 })]
    [InlineData(1, new float[] { 10, 20, 30, 400, 500, 600 })]
    public void Into_a_product_of_matrices(int transB, float[] scaled)
    {
        Shape shape = transB == 0 ? new Shape(3, 2) : new Shape(2, 3);
        PassCheck.Of<FoldScalesIntoWeights>(
                new OnnxModelBuilder().Input("x", 4, 3).Initializer("m", TestTensors.Floats(shape, 1, 2, 3, 4, 5, 6))
                .Initializer("c", TestTensors.Floats(5, 7))
                .Initializer("s", TestTensors.Floats(10, 100)).Node("Gemm", ["x", "m", "c"], ["a"], ("transB", transB))
                .Node("Mul", ["a", "s"], ["y"]).Output("y"))
            .Turns($"""
                input %x Float32[4,3]
                %a Float32[4,2] = Gemm(%x, %m Float32{shape}, %c Float32[2]) transB={transB}
                %y Float32[4,2] = Mul(%a, %s Float32[2])
                output y = %y
                """)
            .Into($"""
                input %x Float32[4,3]
                %y Float32[4,2] = Gemm(%x, %m scaled Float32{shape}, %a bias Float32[2]) transB={transB}
                output y = %y
                """)
            .Holds("m scaled", scaled).Holds("a bias", 50, 700);
    }

    [Fact]
    public void Into_a_product_of_matrices_that_is_normalised() => PassCheck.Of<FoldScalesIntoWeights>(
            Normalise(new OnnxModelBuilder().Input("x", 4, 3).Initializer("m", TestTensors.Floats(new Shape(3, 2), 1, 2, 3, 4, 5, 6))
        .Node("MatMul", ["x", "m"], ["a"]), "a", "y").Output("y"))
        .Turns("""
            input %x Float32[4,3]
            %a Float32[4,2] = MatMul(%x, %m Float32[3,2])
            %y Float32[4,2] = BatchNormalization(%a, %gamma Float32[2], %beta Float32[2], %mean Float32[2], %variance Float32[2]) epsilon=0
            output y = %y
            """)
        .Into("""
            input %x Float32[4,3]
            %y Float32[4,2] = MatMul(%x, %m scaled Float32[3,2], %a bias Float32[2])
            output y = %y
            """)
        .Holds("m scaled", 0.5f, 8, 1.5f, 16, 2.5f, 24).Holds("a bias", 0.5f, -20);

    [Fact]
    public void Into_a_stack_of_products_along_its_last_axis() => PassCheck.Of<FoldScalesIntoWeights>(
            new OnnxModelBuilder().Input("x", 2, 4, 3).Initializer("m", TestTensors.Floats(new Shape(3, 2), 1, 2, 3, 4, 5, 6))
            .Initializer("s", TestTensors.Floats(new Shape(1, 1, 2), 10, 100))
            .Node("MatMul", ["x", "m"], ["a"]).Node("Mul", ["a", "s"], ["b"]).Node("Add", ["b", "s"], ["y"]).Output("y"))
        .Turns("""
            input %x Float32[2,4,3]
            %a Float32[2,4,2] = MatMul(%x, %m Float32[3,2])
            %b Float32[2,4,2] = Mul(%a, %s Float32[1,1,2])
            %y Float32[2,4,2] = Add(%b, %s Float32[1,1,2])
            output y = %y
            """)
        .Into("""
            input %x Float32[2,4,3]
            %y Float32[2,4,2] = MatMul(%x, %m scaled Float32[3,2], %b bias Float32[2])
            output y = %y
            """)
        .Merges("a into b, b into y").Holds("m scaled", 10, 200, 30, 400, 50, 600).Holds("b bias", 10, 100);

    [Fact]
    public void Into_a_normalisation() => PassCheck.Of<FoldScalesIntoWeights>(
            Normalise(Start(), "x", "a").Node("Mul", ["a", "s"], ["b"]).Node("Sub", ["b", "two"], ["y"]).Output("y"))
        .Turns("""
            input %x Float32[1,2,2,3]
            %a Float32[1,2,2,3] = BatchNormalization(%x, %gamma Float32[2], %beta Float32[2], %mean Float32[2], %variance Float32[2]) epsilon=0
            %b Float32[1,2,2,3] = Mul(%a, %s Float32[2,1,1])
            %y Float32[1,2,2,3] = Sub(%b, %two Float32[])
            output y = %y
            """)
        .Into("""
            input %x Float32[1,2,2,3]
            %y Float32[1,2,2,3] = BatchNormalization(%x, %gamma scaled Float32[2], %b bias Float32[2], %mean Float32[2], %variance Float32[2]) epsilon=0
            output y = %y
            """)
        .Holds("gamma scaled", 10, 200).Holds("b bias", 28, 398);

    [Fact]
    public void A_chain_folds_from_its_beginning() => PassCheck.Of<FoldScalesIntoWeights>(
            Normalise(Start().Node("Conv", ["x", "w", "c"], ["a"]), "a", "b").Node("Mul", ["b", "s"], ["d"])
        .Node("Add", ["two", "d"], ["y"]).Output("y"))
        .Turns("""
            input %x Float32[1,2,2,3]
            %a Float32[1,2,2,3] = Conv(%x, %w Float32[2,2,1,1], %c Float32[2])
            %b Float32[1,2,2,3] = BatchNormalization(%a, %gamma Float32[2], %beta Float32[2], %mean Float32[2], %variance Float32[2]) epsilon=0
            %d Float32[1,2,2,3] = Mul(%b, %s Float32[2,1,1])
            %y Float32[1,2,2,3] = Add(%two Float32[], %d)
            output y = %y
            """)
        .Into("""
            input %x Float32[1,2,2,3]
            %y Float32[1,2,2,3] = Conv(%x, %w scaled scaled Float32[2,2,1,1], %d bias Float32[2])
            output y = %y
            """)
        .Merges("a into b, b into d, d into y").Holds("w scaled scaled", 5, 10, 1200, 1600).Holds("d bias", 32, 802);

    [Fact]
    public void Another_reader_of_the_weights_keeps_them() => PassCheck.Of<FoldScalesIntoWeights>(
            Start().Node("Conv", ["x", "w", "c"], ["a"]).Node("Conv", ["x", "w", "c"], ["b"]).Node("Mul", ["b", "s"], ["d"])
        .Node("Add", ["a", "d"], ["y"]).Output("y"))
        .Turns("""
            input %x Float32[1,2,2,3]
            %a Float32[1,2,2,3] = Conv(%x, %w Float32[2,2,1,1], %c Float32[2])
            %b Float32[1,2,2,3] = Conv(%x, %w Float32[2,2,1,1], %c Float32[2])
            %d Float32[1,2,2,3] = Mul(%b, %s Float32[2,1,1])
            %y Float32[1,2,2,3] = Add(%a, %d)
            output y = %y
            """)
        .Into("""
            input %x Float32[1,2,2,3]
            %a Float32[1,2,2,3] = Conv(%x, %w Float32[2,2,1,1], %c Float32[2])
            %d Float32[1,2,2,3] = Conv(%x, %w scaled Float32[2,2,1,1], %b bias Float32[2])
            %y Float32[1,2,2,3] = Add(%a, %d)
            output y = %y
            """)
        .Holds("w", 1, 2, 3, 4).Holds("w scaled", 10, 20, 300, 400).Holds("b bias", 50, 700);

    [Fact]
    public void Two_readers_of_the_weights_get_their_own() => PassCheck.Of<FoldScalesIntoWeights>(
            Start().Node("Conv", ["x", "w"], ["a"]).Node("Mul", ["a", "s"], ["b"]).Node("Conv", ["x", "w"], ["d"])
            .Node("Mul", ["d", "two"], ["e"])
            .Node("Add", ["b", "e"], ["y"]).Output("y"))
        .Turns("""
            input %x Float32[1,2,2,3]
            %a Float32[1,2,2,3] = Conv(%x, %w Float32[2,2,1,1])
            %b Float32[1,2,2,3] = Mul(%a, %s Float32[2,1,1])
            %d Float32[1,2,2,3] = Conv(%x, %w Float32[2,2,1,1])
            %e Float32[1,2,2,3] = Mul(%d, %two Float32[])
            %y Float32[1,2,2,3] = Add(%b, %e)
            output y = %y
            """)
        .Into("""
            input %x Float32[1,2,2,3]
            %b Float32[1,2,2,3] = Conv(%x, %w scaled Float32[2,2,1,1], %a bias Float32[2])
            %e Float32[1,2,2,3] = Conv(%x, %w scaled_1 Float32[2,2,1,1], %d bias Float32[2])
            %y Float32[1,2,2,3] = Add(%b, %e)
            output y = %y
            """)
        .Holds("w scaled", 10, 20, 300, 400).Holds("w scaled_1", 2, 4, 6, 8);

    // Times 1/2 and 4, plus 1/2 and -20.
    private static OnnxModelBuilder Normalise(OnnxModelBuilder builder, string input, string output) => builder
        .Initializer("gamma", TestTensors.Floats(1, 2)).Initializer("beta", TestTensors.Floats(3, 4))
        .Initializer("mean", TestTensors.Floats(5, 6))
        .Initializer("variance", TestTensors.Floats(4, 0.25f))
        .Node("BatchNormalization", [input, "gamma", "beta", "mean", "variance"], [output], ("epsilon", 0f));

    private static OnnxModelBuilder Start() => new OnnxModelBuilder().Input("x", 1, 2, 2, 3)
        .Initializer("w", TestTensors.Floats(new Shape(2, 2, 1, 1), 1, 2, 3, 4)).Initializer("c", TestTensors.Floats(5, 7))
        .Initializer("s", TestTensors.Floats(new Shape(2, 1, 1), 10, 100))
        .Initializer("s4", TestTensors.Floats(new Shape(1, 2, 1, 1), 2, 3))
        .Initializer("divisors", TestTensors.Floats(new Shape(2, 1, 1), 2, 0.25f)).Initializer("two", TestTensors.Float(2))
        .Initializer("four", TestTensors.Floats(new Shape(1, 1, 1, 1), 4));
}
