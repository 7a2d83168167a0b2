using Fovea.Inference.Graphs;
using Fovea.Inference.Optimization;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Optimization;

/// <summary>Sums that a convolution or product takes as its residual, and sums that it does not.</summary>
public sealed class FuseResidualAddTests
{
    /// <summary>What adds %x, or %r, to the convolution %a, as printed.</summary>
    private static readonly Dictionary<string, (Func<OnnxModelBuilder, OnnxModelBuilder> Build, string Line)> Sums = new()
    {
        ["the convolution first"] = (b => b.Node("Add", ["a", "x"], ["y"]), "Add(%a, %x)"),
        ["the convolution second"] = (b => b.Node("Add", ["x", "a"], ["y"]), "Add(%x, %a)"),
        ["the convolution first in a sum"] = (b => b.Node("Sum", ["a", "x"], ["y"]), "Sum(%a, %x)"),
        ["the convolution second in a sum"] = (b => b.Node("Sum", ["x", "a"], ["y"]), "Sum(%x, %a)"),
    };

    /// <summary>Nodes after the convolution %a [1,2,3,4] that are not fused and stay as printed.</summary>
    private static readonly Dictionary<string, (Func<OnnxModelBuilder, OnnxModelBuilder> Build, string Line)> OtherSums = new()
    {
        ["value per channel"] = (b => b.Node("Add", ["a", "g"], ["y"]), "%y Float32[1,2,3,4] = Add(%a, %g)"),
        ["batch of others"] = (b => b.Node("Add", ["a", "batch"], ["y"]), "%y Float32[5,2,3,4] = Add(%a, %batch)"),
        ["value of a lower rank"] = (b => b.Node("Add", ["a", "low"], ["y"]), "%y Float32[1,2,3,4] = Add(%a, %low)"),
        ["constant"] = (b => b.Node("Add", ["a", "k"], ["y"]), "%y Float32[1,2,3,4] = Add(%a, %k Float32[1,2,3,4])"),
        ["itself"] = (b => b.Node("Add", ["a", "a"], ["y"]), "%y Float32[1,2,3,4] = Add(%a, %a)"),
        ["value that is subtracted"] = (b => b.Node("Sub", ["a", "x"], ["y"]), "%y Float32[1,2,3,4] = Sub(%a, %x)"),
        ["factor"] = (b => b.Node("Mul", ["a", "x"], ["y"]), "%y Float32[1,2,3,4] = Mul(%a, %x)"),
        ["two values in one sum"] = (b => b.Node("Sum", ["a", "x", "x"], ["y"]), "%y Float32[1,2,3,4] = Sum(%a, %x, %x)"),
        ["value behind a function"] = (
            b => b.Node("Relu", "a", "b")
                .Node("Add", ["b", "x"], ["y"]), "%b Float32[1,2,3,4] = Relu(%a)\n%y Float32[1,2,3,4] = Add(%b, %x)"),
        ["value where another reads the convolution"] = (
            b => b.Node("Add", ["a", "x"], ["b"])
                .Node("Mul", ["a", "b"], ["y"]), "%b Float32[1,2,3,4] = Add(%a, %x)\n%y Float32[1,2,3,4] = Mul(%a, %b)"),
        ["function of itself"] = (
            b => b.Node("Sigmoid", "a", "b")
                .Node("Add", ["a", "b"], ["y"]), "%b Float32[1,2,3,4] = Sigmoid(%a)\n%y Float32[1,2,3,4] = Add(%a, %b)"),
    };

    /// <summary>Products that write %a [3,3] from %f, as printed, and as printed with the residual %f.</summary>
    private static readonly Dictionary<string, (Func<OnnxModelBuilder, OnnxModelBuilder> Build, string Before, string After)> Products =
        new()
        {
            ["product"] = (b => b.Node("MatMul", ["f", "m"], ["a"]), "MatMul(%f, %m Float32[3,3])", "MatMul(%f, %m Float32[3,3], -, %f)"),
            ["Gemm"] = (b => b.Node("Gemm", ["f", "m"], ["a"]), "Gemm(%f, %m Float32[3,3])", "Gemm(%f, %m Float32[3,3], -, %f)"),
            ["Gemm with a row"] = (
            b => b.Node("Gemm", ["f", "m", "row"], ["a"]), "Gemm(%f, %m Float32[3,3], %row Float32[3])",
            "Gemm(%f, %m Float32[3,3], %row Float32[3], %f)"),
        };

    /// <summary>What writes %a [3,3] and takes no residual, as printed.</summary>
    private static readonly Dictionary<string, (Func<OnnxModelBuilder, OnnxModelBuilder> Build, string Line)> OtherProducts = new()
    {
        ["product whose weights are given"] = (b => b.Node("MatMul", ["f", "given"], ["a"]), "MatMul(%f, %given)"),
        ["Gemm whose weights are given"] = (b => b.Node("Gemm", ["f", "given"], ["a"]), "Gemm(%f, %given)"),
        ["Gemm with a column"] = (b => b.Node("Gemm", ["f", "m", "column"], ["a"]), "Gemm(%f, %m Float32[3,3], %column Float32[3,1])"),
        ["Gemm with a number"] = (b => b.Node("Gemm", ["f", "m", "number"], ["a"]), "Gemm(%f, %m Float32[3,3], %number Float32[])"),
        ["Gemm with a matrix"] = (b => b.Node("Gemm", ["f", "m", "m"], ["a"]), "Gemm(%f, %m Float32[3,3], %m Float32[3,3])"),
        ["Gemm with a row that is given"] = (b => b.Node("Gemm", ["f", "m", "added"], ["a"]), "Gemm(%f, %m Float32[3,3], %added)"),
        ["function"] = (b => b.Node("Relu", "f", "a"), "Relu(%f)"),
    };

    public static TheoryData<string> SumNames() => [.. Sums.Keys];

    public static TheoryData<string> OtherSumNames() => [.. OtherSums.Keys];

    public static TheoryData<string> ProductNames() => [.. Products.Keys];

    public static TheoryData<string> OtherProductNames() => [.. OtherProducts.Keys];

    [Fact]
    public void No_sum_and_no_product_is_forgotten()
    {
        Assert.Equal(["Add", "Sum"], OperatorMembers.Declaring(nameof(Operator.IsSum)));
        Assert.Equal(["Conv", "Gemm", "MatMul"], OperatorMembers.Declaring(nameof(Operator.TakesResidual)));
    }

    [Theory]
    [MemberData(nameof(SumNames))]
    public void A_convolution_takes_a_residual_with(string sum) => PassCheck.Of<FuseResidualAdd>(
            Sums[sum].Build(Start().Node("Conv", ["x", "w"], ["a"])).Output("y"))
        .Turns($"""
            input %x Float32[1,2,3,4]
            %a Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1])
            %y Float32[1,2,3,4] = {Sums[sum].Line}
            output y = %y
            """)
        .Into("""
            input %x Float32[1,2,3,4]
            %y Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1], -, %x) + %x
            output y = %y
            """)
        .Merges("a into y");

    [Theory]
    [MemberData(nameof(ProductNames))]
    public void A_residual_goes_into_a(string product) => PassCheck.Of<FuseResidualAdd>(Products[product].Build(Matrices())
        .Node("Add", ["f", "a"], ["y"]).Output("y"))
        .Turns($"""
            input %f Float32[3,3]
            input %given Float32[3,3]
            input %added Float32[3]
            %a Float32[3,3] = {Products[product].Before}
            %y Float32[3,3] = Add(%f, %a)
            output y = %y
            """)
        .Into($"""
            input %f Float32[3,3]
            input %given Float32[3,3]
            input %added Float32[3]
            %y Float32[3,3] = {Products[product].After} + %f
            output y = %y
            """);

    [Theory]
    [MemberData(nameof(OtherSumNames))]
    public void A_convolution_leaves_a(string sum) => PassCheck.Of<FuseResidualAdd>(OtherSums[sum].Build(
            Start().Input("g", 1, 2, 1, 1).Input("batch", 5, 2, 3, 4).Input("low", 2, 3, 4).Node("Conv", ["x", "w"], ["a"])).Output("y"))
        .Leaves($"""
            input %x Float32[1,2,3,4]
            input %g Float32[1,2,1,1]
            input %batch Float32[5,2,3,4]
            input %low Float32[2,3,4]
            %a Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1])
            {OtherSums[sum].Line}
            output y = %y
            """);

    [Theory]
    [MemberData(nameof(OtherProductNames))]
    public void A_sum_stays_behind_a(string product) => PassCheck.Of<FuseResidualAdd>(OtherProducts[product].Build(Matrices())
        .Node("Add", ["a", "f"], ["y"]).Output("y"))
        .Leaves($"""
            input %f Float32[3,3]
            input %given Float32[3,3]
            input %added Float32[3]
            %a Float32[3,3] = {OtherProducts[product].Line}
            %y Float32[3,3] = Add(%a, %f)
            output y = %y
            """);

    [Fact]
    public void A_product_with_a_bias_takes_a_residual() => PassCheck.OfSecond<FuseBias, FuseResidualAdd>(
            Matrices().Node("MatMul", ["f", "m"], ["a"]).Node("Add", ["a", "row"], ["b"]).Node("Add", ["b", "f"], ["y"]).Output("y"))
        .Turns("""
            input %f Float32[3,3]
            input %given Float32[3,3]
            input %added Float32[3]
            %b Float32[3,3] = MatMul(%f, %m Float32[3,3], %row Float32[3])
            %y Float32[3,3] = Add(%b, %f)
            output y = %y
            """)
        .Into("""
            input %f Float32[3,3]
            input %given Float32[3,3]
            input %added Float32[3]
            %y Float32[3,3] = MatMul(%f, %m Float32[3,3], %row Float32[3], %f) + %f
            output y = %y
            """);

    [Fact]
    public void Of_two_convolutions_the_second_operand_takes_the_first() => PassCheck.Of<FuseResidualAdd>(
            Start().Node("Conv", ["x", "w", "c"], ["a"]).Node("Conv", ["x", "w", "c"], ["b"]).Node("Conv", ["x", "w"], ["d"])
            .Node("Add", ["d", "a"], ["e"])
            .Output("b").Output("e"))
        .Turns("""
            input %x Float32[1,2,3,4]
            %a Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1], %c Float32[2])
            %b Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1], %c Float32[2])
            %d Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1])
            %e Float32[1,2,3,4] = Add(%d, %a)
            output b = %b
            output e = %e
            """)
        .Into("""
            input %x Float32[1,2,3,4]
            %d Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1])
            %e Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1], %c Float32[2], %d) + %d
            %b Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1], %c Float32[2])
            output b = %b
            output e = %e
            """)
        .Merges("a into e");

    [Fact]
    public void A_convolution_whose_sum_the_second_may_not_take_takes_it() => PassCheck.Of<FuseResidualAdd>(
            Start().Node("Conv", ["x", "w"], ["a"]).Node("Conv", ["x", "w", "c"], ["b"])
        .Node("Add", ["a", "b"], ["y"]).Output("b").Output("y"))
        .Turns("""
            input %x Float32[1,2,3,4]
            %a Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1])
            %b Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1], %c Float32[2])
            %y Float32[1,2,3,4] = Add(%a, %b)
            output b = %b
            output y = %y
            """)
        .Into("""
            input %x Float32[1,2,3,4]
            %b Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1], %c Float32[2])
            %y Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1], -, %b) + %b
            output b = %b
            output y = %y
            """);

    [Fact]
    public void A_convolution_takes_one_residual_of_two() => PassCheck.Of<FuseResidualAdd>(
            Start().Node("Conv", ["x", "w"], ["a"]).Node("Add", ["a", "x"], ["b"]).Node("Add", ["x", "b"], ["y"]).Output("y"))
        .Turns("""
            input %x Float32[1,2,3,4]
            %a Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1])
            %b Float32[1,2,3,4] = Add(%a, %x)
            %y Float32[1,2,3,4] = Add(%x, %b)
            output y = %y
            """)
        .Into("""
            input %x Float32[1,2,3,4]
            %b Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1], -, %x) + %x
            %y Float32[1,2,3,4] = Add(%x, %b)
            output y = %y
            """);

    [Fact]
    public void A_convolution_that_is_asked_for_leaves_the_sum() => PassCheck.Of<FuseResidualAdd>(
            Start().Node("Conv", ["x", "w"], ["a"]).Node("Add", ["a", "x"], ["y"]).Output("y").Output("a"))
        .Leaves("""
            input %x Float32[1,2,3,4]
            %a Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1])
            %y Float32[1,2,3,4] = Add(%a, %x)
            output y = %y
            output a = %a
            """);

    [Fact]
    public void A_convolution_with_an_activation_leaves_the_sum() => PassCheck.OfSecond<FuseActivation, FuseResidualAdd>(
            Start().Node("Conv", ["x", "w"], ["a"]).Node("Relu", "a", "b").Node("Add", ["b", "x"], ["y"]).Output("y"))
        .Leaves("""
            input %x Float32[1,2,3,4]
            %b Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1]) -> Clip(0,Infinity)
            %y Float32[1,2,3,4] = Add(%b, %x)
            output y = %y
            """);

    [Fact]
    public void A_transposed_convolution_leaves_the_sum() => PassCheck.Of<FuseResidualAdd>(
            Start().Node("ConvTranspose", ["x", "w"], ["a"]).Node("Add", ["a", "x"], ["y"]).Output("y"))
        .Leaves("""
            input %x Float32[1,2,3,4]
            %a Float32[1,2,3,4] = ConvTranspose(%x, %w Float32[2,2,1,1])
            %y Float32[1,2,3,4] = Add(%a, %x)
            output y = %y
            """);

    [Fact]
    public void A_product_with_a_stack_of_weights_leaves_the_sum() => PassCheck.Of<FuseResidualAdd>(
            Matrices().Input("s", 1, 3, 3).Node("MatMul", ["f", "stack"], ["a"]).Node("Add", ["a", "s"], ["y"]).Output("y"))
        .Leaves("""
            input %f Float32[3,3]
            input %given Float32[3,3]
            input %added Float32[3]
            input %s Float32[1,3,3]
            %a Float32[1,3,3] = MatMul(%f, %stack Float32[1,3,3])
            %y Float32[1,3,3] = Add(%a, %s)
            output y = %y
            """);

    private static OnnxModelBuilder Start() => new OnnxModelBuilder().Input("x", 1, 2, 3, 4)
        .Initializer("w", new TensorRandom(1).Floats(2, 2, 1, 1)).Initializer("c", TestTensors.Floats(1, 2))
        .Initializer("k", new TensorRandom(2).Floats(1, 2, 3, 4));

    private static OnnxModelBuilder Matrices() => new OnnxModelBuilder().Input("f", 3, 3).Input("given", 3, 3).Input("added", 3)
        .Initializer("m", new TensorRandom(1).Floats(3, 3)).Initializer("stack", new TensorRandom(2).Floats(1, 3, 3))
        .Initializer("row", TestTensors.Floats(1, 2, 3))
        .Initializer("column", TestTensors.Floats(new Shape(3, 1), 1, 2, 3)).Initializer("number", TestTensors.Float(3));
}
