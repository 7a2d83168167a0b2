using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class MatMulTests
{
    public static TheoryData<long[], long[]> Shapes() => new()
    {
        { [1, 1], [1, 1] },
        { [7, 17], [17, 33] },
        { [1, 256], [256, 10] },
        { [31, 13], [13, 3] },
        { [2, 7, 17], [17, 5] },
        { [2, 3, 7, 17], [17, 5] },
        { [3, 7, 5], [3, 5, 13] },
        { [2, 1, 7, 5], [3, 5, 4] },
        { [7, 5], [2, 3, 5, 4] },
        { [17], [17, 5] },
        { [7, 17], [17] },
        { [17], [17] },
        { [2, 3, 7, 17], [17] },
        { [5], [2, 5, 3] },
        { [1, 49, 96], [96, 116] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Stacks_vectors_and_broadcasting(long[] left, long[] right)
    {
        var random = new TensorRandom(left.Length * 10 + right.Length);
        Tensor a = random.Floats(left), b = random.Floats(right);
        NdArray expected = ReferenceMatrix.MatMul(a, b);
        new OperatorCase("MatMul", 13).Input(a).Constant(b).Check(Tolerance.Accumulated, expected);
        new OperatorCase("MatMul", 9).Input(a).Input(b).Check(Tolerance.Accumulated, expected);
    }

    [Theory]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.UInt32)]
    [InlineData(ElementType.UInt64)]
    [InlineData(ElementType.Float64)]
    public void Other_types(ElementType type)
    {
        foreach ((long[] left, long[] right) in new[] { ([7, 17], [17, 5]), ((long[])[2, 1, 3, 5], (long[])[4, 5, 2]), ([9], [2, 9, 3]) })
        {
            Tensor a = new TensorRandom(1).Any(type, new Shape(left), 0, 9), b = new TensorRandom(2).Any(type, new Shape(right), 0, 9);
            NdArray expected = ReferenceMatrix.MatMul(a, b);
            new OperatorCase("MatMul", 13).Input(a).Input(b).Check(Tolerance.Rounding, expected);
            new OperatorCase("MatMul", 9).Input(a).Constant(b).Check(Tolerance.Rounding, expected);
        }
    }

    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.Float64)]
    public void Sums_without_terms_are_zero(ElementType type)
    {
        Tensor a = new(type, new Shape(2, 3, 0)), b = new(type, new Shape(0, 5));
        var zeros = new NdArray(new Shape(2, 3, 5));
        new OperatorCase("MatMul", 13).WithoutOnnxRuntime().Input(a).Constant(b).Check(Tolerance.Exact, zeros);
        new OperatorCase("MatMul", 13).WithoutOnnxRuntime().Input(a).Input(b).Check(Tolerance.Exact, zeros);
    }

    [Fact]
    public void Operands_of_two_types_are_refused()
    {
        byte[] model = new OperatorCase("MatMul", 13).Input(new Tensor(ElementType.Int32, new Shape(2, 2)))
            .Input(new Tensor(ElementType.Int64, new Shape(2, 2))).Build(symbolic: false, folded: false);
        RefusedModel.With(() => TestEngines.Best.Load(model, "test.onnx"), "expected the same type");
    }
}
