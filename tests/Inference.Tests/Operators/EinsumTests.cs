using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;


public sealed class EinsumTests
{
    [Theory]
    [InlineData("ij->ji", new long[] { 3, 4 })]
    [InlineData("ij->i", new long[] { 3, 4 })]
    [InlineData("ij->", new long[] { 3, 4 })]
    [InlineData("ij", new long[] { 3, 4 })]
    [InlineData("ba", new long[] { 3, 4 })]
    [InlineData("...ii ->...i", new long[] { 3, 5, 5 })]
    [InlineData("ii", new long[] { 5, 5 })]
    [InlineData("...j->...", new long[] { 2, 3, 4 })]
    [InlineData("->", new long[] { })]
    [InlineData("i...->...i", new long[] { 2, 3, 4 })]
    public void One_operand(string equation, long[] shape)
    {
        Tensor x = new TensorRandom(1).Floats(new Shape(shape));
        new OperatorCase("Einsum", 12).Input(x).Attribute("equation", equation).Check(Tolerance.Accumulated);
    }

    [Theory]
    [InlineData("i,i", new long[] { 5 }, new long[] { 5 })]
    [InlineData("i,j->ij", new long[] { 5 }, new long[] { 3 })]
    [InlineData("bij, bjk -> bik", new long[] { 5, 2, 3 }, new long[] { 5, 3, 4 })]
    [InlineData("bij,bjk", new long[] { 5, 2, 3 }, new long[] { 5, 3, 4 })]
    [InlineData("...ij,...jk->...ik", new long[] { 2, 1, 4, 5 }, new long[] { 1, 3, 5, 6 })]
    [InlineData("bhwc,hkc->bhwk", new long[] { 2, 3, 4, 5 }, new long[] { 3, 6, 5 })]
    [InlineData("bctk,bcsk->bts", new long[] { 2, 3, 4, 5 }, new long[] { 2, 3, 6, 5 })]
    [InlineData("ij,kl->il", new long[] { 2, 3 }, new long[] { 4, 5 })]
    [InlineData("ij,ij->ij", new long[] { 2, 3 }, new long[] { 2, 3 })]
    public void Two_operands(string equation, long[] left, long[] right)
    {
        var random = new TensorRandom(2);
        new OperatorCase("Einsum", 12).Input(random.Floats(new Shape(left))).Input(random.Floats(new Shape(right)))
            .Attribute("equation", equation).Check(Tolerance.Accumulated);
    }

    /// <summary>ONNX Runtime's Einsum refuses these; its MatMul computes the same.</summary>
    [Fact]
    public void An_ellipsis_of_fewer_axes()
    {
        var random = new TensorRandom(5);
        Tensor a = random.Floats(2, 3, 4, 5), b = random.Floats(3, 5, 6);
        byte[] product = new OperatorCase("MatMul", 13).Input(a).Input(b).Build(symbolic: false, folded: false);
        byte[] sum = new OperatorCase("Einsum", 12).Input(a).Input(b).Attribute("equation", "...ij,...jk->...ik").Build(false, false);
        ModelCheck.Agrees(sum, [a, b], OnnxRuntimeOracle.Run(product, [a, b]), Tolerance.Accumulated);
    }

    [Theory]
    [InlineData(ElementType.Float64)]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.Int64)]
    public void Other_element_types_and_several_operands(ElementType type)
    {
        var random = new TensorRandom(3);
        new OperatorCase("Einsum", 12).Input(random.Any(type, new Shape(2, 3), -3, 4)).Input(random.Any(type, new Shape(3, 4), -3, 4))
            .Constant(random.Any(type, new Shape(4, 5, 2), -3, 4)).Attribute("equation", "ij,jk,kli->il").Check(Tolerance.Accumulated);
    }

    [Theory]
    [InlineData("ij,jk->ik")]
    [InlineData("i->i")]
    [InlineData("ij->ik")]
    [InlineData("ij->ii")]
    [InlineData("i1->i")]
    [InlineData("...i...->i")]
    public void Equations_that_do_not_fit_are_refused(string equation)
    {
        Tensor x = new TensorRandom(1).Floats(2, 3);
        byte[] model = new OperatorCase("Einsum", 12).Input(x).Attribute("equation", equation).Build(symbolic: false, folded: false);
        Assert.Throws<InvalidModelException>(() => TestEngines.Best.Run(model, [x]));
    }

    [Fact]
    public void Sums_of_nothing_are_zero()
    {
        var x = new Tensor(ElementType.Float32, new Shape(2, 0));
        byte[] model = new OperatorCase("Einsum", 12).Input(x).Input(x).Attribute("equation", "ij,kj->ik")
            .Build(symbolic: true, folded: false);
        Assert.All(TestEngines.Best.Run(model, [x, x])[0].Span<float>().ToArray(), value => Assert.Equal(0, value));
    }
}
