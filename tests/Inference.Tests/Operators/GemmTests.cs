using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class GemmTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 17, 33)]
    [InlineData(3, 7, 13)]
    [InlineData(7, 31, 17)]
    [InlineData(13, 116, 49)]
    [InlineData(17, 256, 48)]
    [InlineData(33, 3, 5)]
    [InlineData(1, 1024, 1000)]
    public void Sizes_in_both_orders(int rows, int inner, int columns)
    {
        foreach (bool transposeA in new[] { false, true })
        {
            foreach (bool transposeB in new[] { false, true })
            {
                var random = new TensorRandom(rows + inner + columns);
                Tensor a = transposeA ? random.Floats(inner, rows) : random.Floats(rows, inner);
                Tensor b = transposeB ? random.Floats(columns, inner) : random.Floats(inner, columns);
                Tensor c = random.Floats(columns);
                new OperatorCase("Gemm", 13).Input(a).Constant(b).Constant(c)
                    .Attribute("transA", transposeA).Attribute("transB", transposeB)
                    .Check(Tolerance.Accumulated, ReferenceMatrix.Gemm(a, b, c, 1, 1, transposeA, transposeB));
            }
        }
    }

    public static TheoryData<long[]> AddendShapes() =>
        [new long[] { 5 }, new long[] { 1 }, new long[] { 7, 5 }, new long[] { 7, 1 }, new long[] { 1, 5 }, Array.Empty<long>()];

    [Theory]
    [MemberData(nameof(AddendShapes))]
    public void The_addend_broadcasts_and_is_scaled(long[] shape)
    {
        var random = new TensorRandom(1);
        Tensor a = random.Floats(7, 17), b = random.Floats(17, 5), c = random.Floats(shape);
        new OperatorCase("Gemm", 11).Input(a).Constant(b).Constant(c).Attribute("alpha", 0.5f).Attribute("beta", -2f)
            .Check(Tolerance.Accumulated, ReferenceMatrix.Gemm(a, b, c, 0.5f, -2));
    }

    [Fact]
    public void Without_addend()
    {
        var random = new TensorRandom(2);
        Tensor a = random.Floats(7, 17), b = random.Floats(5, 17);
        new OperatorCase("Gemm", 11).Input(a).Constant(b).Attribute("transB", 1).Attribute("alpha", 3f)
            .Check(Tolerance.Accumulated, ReferenceMatrix.Gemm(a, b, null, 3, 1, transposeB: true));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Sums_without_terms_leave_the_addend(bool stored)
    {
        Tensor a = new(ElementType.Float32, new Shape(0, 7)), b = new(ElementType.Float32, new Shape(0, 5));
        Tensor c = new TensorRandom(1).Floats(5);
        NdArray expected = ReferenceMatrix.Gemm(a, b, c, 1, 2, transposeA: true);
        var gemm = new OperatorCase("Gemm", 13).WithoutOnnxRuntime().Attribute("transA", 1).Attribute("beta", 2f).Input(a);
        (stored ? gemm.Constant(b).Constant(c) : gemm.Input(b).Input(c)).Check(Tolerance.Rounding, expected);
    }

    [Fact]
    public void Doubles_and_integers()
    {
        foreach (ElementType type in new[] { ElementType.Float64, ElementType.Int32, ElementType.UInt64 })
        {
            var random = new TensorRandom(4);
            Tensor a = random.Any(type, new Shape(7, 17), 0, 9), b = random.Any(type, new Shape(5, 17), 0, 9);
            Tensor c = random.Any(type, new Shape(5), 0, 9);
            float factor = type == ElementType.Float64 ? 2 : 1;
            var gemm = new OperatorCase("Gemm", 13).Input(a).Constant(b).Input(c).Attribute("transB", 1).Attribute("alpha", factor);
            (type == ElementType.Float64 ? gemm : gemm.WithoutOnnxRuntime())
                .Check(Tolerance.Rounding, ReferenceMatrix.Gemm(a, b, c, factor, 1, transposeB: true));
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(11)]
    [InlineData(13)]
    public void Operands_given_at_run_time(int opset)
    {
        var random = new TensorRandom(3);
        Tensor a = random.Floats(3, 17), b = random.Floats(17, 33), c = random.Floats(33);
        new OperatorCase("Gemm", opset).Input(a).Input(b).Input(c).Check(Tolerance.Accumulated, ReferenceMatrix.Gemm(a, b, c));
    }
}
