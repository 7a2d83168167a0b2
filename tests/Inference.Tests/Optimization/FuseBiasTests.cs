using Fovea.Inference.Graphs;
using Fovea.Inference.Optimization;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Optimization;

/// <summary>Rows that become the bias of a product, and addends that do not.</summary>
public sealed class FuseBiasTests
{
    /// <summary>Nodes that add a row to the product %a of %x [4,3] and %m [3,2], as printed, and the name of the fused row.</summary>
    private static readonly Dictionary<string, (Func<OnnxModelBuilder, OnnxModelBuilder> Build, string Line, string Row)> Sums = new()
    {
        ["row"] = (b => b.Node("Add", ["a", "row"], ["y"]), "Add(%a, %row Float32[2])", "%row Float32[2]"),
        ["row that stands first"] = (b => b.Node("Add", ["row", "a"], ["y"]), "Add(%row Float32[2], %a)", "%row Float32[2]"),
        ["row of the same rank"] = (b => b.Node("Add", ["a", "row2"], ["y"]), "Add(%a, %row2 Float32[1,2])", "%row2 Float32[1,2]"),
        ["row in a sum"] = (b => b.Node("Sum", ["a", "row"], ["y"]), "Sum(%a, %row Float32[2])", "%row Float32[2]"),
        ["row that stands first in a sum"] = (b => b.Node("Sum", ["row", "a"], ["y"]), "Sum(%row Float32[2], %a)", "%row Float32[2]"),
    };

    /// <summary>Nodes after the product that are not fused and stay as printed.</summary>
    private static readonly Dictionary<string, (Func<OnnxModelBuilder, OnnxModelBuilder> Build, string Line)> OtherSums = new()
    {
        ["column"] = (b => b.Node("Add", ["a", "column"], ["y"]), "%y Float32[4,2] = Add(%a, %column Float32[4,1])"),
        ["number"] = (b => b.Node("Add", ["a", "number"], ["y"]), "%y Float32[4,2] = Add(%a, %number Float32[])"),
        ["matrix"] = (b => b.Node("Add", ["a", "matrix"], ["y"]), "%y Float32[4,2] = Add(%a, %matrix Float32[4,2])"),
        ["row of a higher rank"] = (b => b.Node("Add", ["a", "row3"], ["y"]), "%y Float32[1,4,2] = Add(%a, %row3 Float32[1,1,2])"),
        ["row that is given"] = (b => b.Node("Add", ["a", "given"], ["y"]), "%y Float32[4,2] = Add(%a, %given)"),
        ["row that is subtracted"] = (b => b.Node("Sub", ["a", "row"], ["y"]), "%y Float32[4,2] = Sub(%a, %row Float32[2])"),
        ["two rows in one sum"] = (
            b => b.Node("Sum", ["a", "row", "row2"], ["y"]), "%y Float32[4,2] = Sum(%a, %row Float32[2], %row2 Float32[1,2])"),
        ["product that is doubled"] = (b => b.Node("Add", ["a", "a"], ["y"]), "%y Float32[4,2] = Add(%a, %a)"),
        ["product that another reads"] = (
            b => b.Node("Add", ["a", "row"], ["b"])
                .Node("Mul", ["a", "b"], ["y"]), "%b Float32[4,2] = Add(%a, %row Float32[2])\n%y Float32[4,2] = Mul(%a, %b)"),
        ["function in between"] = (
            b => b.Node("Relu", "a", "b")
                .Node("Add", ["b", "row"], ["y"]), "%b Float32[4,2] = Relu(%a)\n%y Float32[4,2] = Add(%b, %row Float32[2])"),
    };

    /// <summary>What writes %a [4,2] and takes no row, as printed.</summary>
    private static readonly Dictionary<string, (Func<OnnxModelBuilder, OnnxModelBuilder> Build, string Line)> OtherProducts = new()
    {
        ["product whose weights are given"] = (b => b.Node("MatMul", ["x", "w"], ["a"]), "%a Float32[4,2] = MatMul(%x, %w)"),
        ["product with a stack of weights"] = (
            b => b.Node("MatMul", ["x", "stack"], ["a"]), "%a Float32[1,4,2] = MatMul(%x, %stack Float32[1,3,2])"),
        ["Gemm"] = (b => b.Node("Gemm", ["x", "m"], ["a"]), "%a Float32[4,2] = Gemm(%x, %m Float32[3,2])"),
        ["convolution"] = (b => b.Node("Conv", ["image", "k"], ["a"]), "%a Float32[1,2,4,2] = Conv(%image, %k Float32[2,1,1,1])"),
    };

    public static TheoryData<string> SumNames() => [.. Sums.Keys];

    public static TheoryData<string> OtherSumNames() => [.. OtherSums.Keys];

    public static TheoryData<string> OtherProductNames() => [.. OtherProducts.Keys];

    [Fact]
    public void No_sum_and_no_product_is_forgotten()
    {
        Assert.Equal(["Add", "Sum"], OperatorMembers.Declaring(nameof(Operator.IsSum)));
        Assert.Equal(["MatMul"], OperatorMembers.Declaring(nameof(Operator.TakesBias)));
    }

    [Theory]
    [MemberData(nameof(SumNames))]
    public void A_product_takes_a(string sum) => PassCheck.Of<FuseBias>(Sums[sum].Build(Start()
        .Node("MatMul", ["x", "m"], ["a"])).Output("y"))
        .Turns($"""
            input %x Float32[4,3]
            input %given Float32[2]
            %a Float32[4,2] = MatMul(%x, %m Float32[3,2])
            %y Float32[4,2] = {Sums[sum].Line}
            output y = %y
            """)
        .Into($"""
            input %x Float32[4,3]
            input %given Float32[2]
            %y Float32[4,2] = MatMul(%x, %m Float32[3,2], {Sums[sum].Row})
            output y = %y
            """)
        .Merges("a into y");

    [Theory]
    [MemberData(nameof(OtherSumNames))]
    public void A_product_leaves_a(string sum) => PassCheck.Of<FuseBias>(OtherSums[sum].Build(Start()
        .Node("MatMul", ["x", "m"], ["a"])).Output("y"))
        .Leaves($"""
            input %x Float32[4,3]
            input %given Float32[2]
            %a Float32[4,2] = MatMul(%x, %m Float32[3,2])
            {OtherSums[sum].Line}
            output y = %y
            """);

    [Theory]
    [MemberData(nameof(OtherProductNames))]
    public void A_row_stays_behind_a(string product)
    {
        (Func<OnnxModelBuilder, OnnxModelBuilder> build, string line) = OtherProducts[product];
        PassCheck.Of<FuseBias>(build(Start().Input("w", 3, 2).Input("image", 1, 1, 4, 2)).Node("Add", ["a", "row"], ["y"]).Output("y"))
            .Leaves($"""
                input %x Float32[4,3]
                input %given Float32[2]
                input %w Float32[3,2]
                input %image Float32[1,1,4,2]
                {line}
                %y {line.Split(' ')[1]} = Add(%a, %row Float32[2])
                output y = %y
                """);
    }

    [Fact]
    public void A_product_takes_one_row_of_two() => PassCheck.Of<FuseBias>(
            Start().Node("MatMul", ["x", "m"], ["a"]).Node("Add", ["a", "row"], ["b"]).Node("Add", ["b", "row2"], ["y"]).Output("y"))
        .Turns("""
            input %x Float32[4,3]
            input %given Float32[2]
            %a Float32[4,2] = MatMul(%x, %m Float32[3,2])
            %b Float32[4,2] = Add(%a, %row Float32[2])
            %y Float32[4,2] = Add(%b, %row2 Float32[1,2])
            output y = %y
            """)
        .Into("""
            input %x Float32[4,3]
            input %given Float32[2]
            %b Float32[4,2] = MatMul(%x, %m Float32[3,2], %row Float32[2])
            %y Float32[4,2] = Add(%b, %row2 Float32[1,2])
            output y = %y
            """);

    [Fact]
    public void A_product_of_a_vector_takes_a_row() => PassCheck.Of<FuseBias>(
            Start().Input("v", 3).Node("MatMul", ["v", "m"], ["a"]).Node("Add", ["a", "row"], ["y"]).Output("y"))
        .Turns("""
            input %x Float32[4,3]
            input %given Float32[2]
            input %v Float32[3]
            %a Float32[2] = MatMul(%v, %m Float32[3,2])
            %y Float32[2] = Add(%a, %row Float32[2])
            output y = %y
            """)
        .Into("""
            input %x Float32[4,3]
            input %given Float32[2]
            input %v Float32[3]
            %y Float32[2] = MatMul(%v, %m Float32[3,2], %row Float32[2])
            output y = %y
            """);

    [Fact]
    public void A_product_of_a_stack_takes_a_row_of_its_rank() => PassCheck.Of<FuseBias>(
            Start().Input("s", 5, 4, 3).Node("MatMul", ["s", "m"], ["a"]).Node("Add", ["a", "row3"], ["y"]).Output("y"))
        .Turns("""
            input %x Float32[4,3]
            input %given Float32[2]
            input %s Float32[5,4,3]
            %a Float32[5,4,2] = MatMul(%s, %m Float32[3,2])
            %y Float32[5,4,2] = Add(%a, %row3 Float32[1,1,2])
            output y = %y
            """)
        .Into("""
            input %x Float32[4,3]
            input %given Float32[2]
            input %s Float32[5,4,3]
            %y Float32[5,4,2] = MatMul(%s, %m Float32[3,2], %row3 Float32[1,1,2])
            output y = %y
            """);

    [Fact]
    public void A_product_of_one_column_takes_a_number() => PassCheck.Of<FuseBias>(
            Start().Initializer("m1", TestTensors.Floats(new Shape(3, 1), 1, 2, 3)).Node("MatMul", ["x", "m1"], ["a"])
        .Node("Add", ["a", "number"], ["y"]).Output("y"))
        .Turns("""
            input %x Float32[4,3]
            input %given Float32[2]
            %a Float32[4,1] = MatMul(%x, %m1 Float32[3,1])
            %y Float32[4,1] = Add(%a, %number Float32[])
            output y = %y
            """)
        .Into("""
            input %x Float32[4,3]
            input %given Float32[2]
            %y Float32[4,1] = MatMul(%x, %m1 Float32[3,1], %number Float32[])
            output y = %y
            """);

    // Rows and columns of the weights are as many as the row has elements: their rank alone tells.
    [Fact]
    public void A_product_with_a_square_stack_leaves_a_row() => PassCheck.Of<FuseBias>(
            Start().Initializer("squares", new TensorRandom(1).Floats(1, 3, 3)).Initializer("three", TestTensors.Floats(1, 2, 3))
            .Node("MatMul", ["x", "squares"], ["a"]).Node("Add", ["a", "three"], ["y"]).Output("y"))
        .Leaves("""
            input %x Float32[4,3]
            input %given Float32[2]
            %a Float32[1,4,3] = MatMul(%x, %squares Float32[1,3,3])
            %y Float32[1,4,3] = Add(%a, %three Float32[3])
            output y = %y
            """);

    [Fact]
    public void A_product_with_a_vector_leaves_a_number() => PassCheck.Of<FuseBias>(
            Start().Initializer("three", TestTensors.Floats(1, 2, 3)).Node("MatMul", ["x", "three"], ["a"])
        .Node("Add", ["a", "number"], ["y"]).Output("y"))
        .Leaves("""
            input %x Float32[4,3]
            input %given Float32[2]
            %a Float32[4] = MatMul(%x, %three Float32[3])
            %y Float32[4] = Add(%a, %number Float32[])
            output y = %y
            """);

    // As many rows as the matrix has columns: the number of elements alone would do.
    [Fact]
    public void A_square_product_leaves_a_column() => PassCheck.Of<FuseBias>(
            Start().Initializer("square", new TensorRandom(1).Floats(3, 4)).Node("MatMul", ["x", "square"], ["a"])
        .Node("Add", ["a", "column"], ["y"]).Output("y"))
        .Leaves("""
            input %x Float32[4,3]
            input %given Float32[2]
            %a Float32[4,4] = MatMul(%x, %square Float32[3,4])
            %y Float32[4,4] = Add(%a, %column Float32[4,1])
            output y = %y
            """);

    [Fact]
    public void A_product_that_is_asked_for_leaves_a_row() => PassCheck.Of<FuseBias>(
            Start().Node("MatMul", ["x", "m"], ["a"]).Node("Add", ["a", "row"], ["y"]).Output("y").Output("a"))
        .Leaves("""
            input %x Float32[4,3]
            input %given Float32[2]
            %a Float32[4,2] = MatMul(%x, %m Float32[3,2])
            %y Float32[4,2] = Add(%a, %row Float32[2])
            output y = %y
            output a = %a
            """);

    [Fact]
    public void A_product_with_an_activation_leaves_a_row() => PassCheck.OfSecond<FuseActivation, FuseBias>(
            Start().Node("MatMul", ["x", "m"], ["a"]).Node("Relu", "a", "b").Node("Add", ["b", "row"], ["y"]).Output("y"))
        .Leaves("""
            input %x Float32[4,3]
            input %given Float32[2]
            %b Float32[4,2] = MatMul(%x, %m Float32[3,2]) -> Clip(0,Infinity)
            %y Float32[4,2] = Add(%b, %row Float32[2])
            output y = %y
            """);

    [Fact]
    public void A_product_leaves_a_row_whose_sum_has_an_activation() => PassCheck.OfSecond<FuseActivation, FuseBias>(
            Start().Node("MatMul", ["x", "m"], ["a"]).Node("Add", ["a", "row"], ["b"]).Node("Relu", "b", "y").Output("y"))
        .Leaves("""
            input %x Float32[4,3]
            input %given Float32[2]
            %a Float32[4,2] = MatMul(%x, %m Float32[3,2])
            %y Float32[4,2] = Add(%a, %row Float32[2]) -> Clip(0,Infinity)
            output y = %y
            """);

    [Fact]
    public void A_product_with_a_residual_leaves_a_row() => PassCheck.OfSecond<FuseResidualAdd, FuseBias>(
            Start().Input("r", 4, 2).Node("MatMul", ["x", "m"], ["a"]).Node("Add", ["a", "r"], ["b"])
        .Node("Add", ["b", "row"], ["y"]).Output("y"))
        .Leaves("""
            input %x Float32[4,3]
            input %given Float32[2]
            input %r Float32[4,2]
            %b Float32[4,2] = MatMul(%x, %m Float32[3,2], -, %r) + %r
            %y Float32[4,2] = Add(%b, %row Float32[2])
            output y = %y
            """);

    private static OnnxModelBuilder Start() => new OnnxModelBuilder().Input("x", 4, 3).Input("given", 2)
        .Initializer("m", new TensorRandom(1).Floats(3, 2)).Initializer("stack", new TensorRandom(2).Floats(1, 3, 2))
        .Initializer("k", new TensorRandom(3).Floats(2, 1, 1, 1))
        .Initializer("row", TestTensors.Floats(1, 2)).Initializer("row2", TestTensors.Floats(new Shape(1, 2), 1, 2))
        .Initializer("row3", TestTensors.Floats(new Shape(1, 1, 2), 1, 2))
        .Initializer("column", TestTensors.Floats(new Shape(4, 1), 1, 2, 3, 4)).Initializer("number", TestTensors.Float(3))
        .Initializer("matrix", new TensorRandom(4).Floats(4, 2));
}
