using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class MatMulIntegerTests
{
    private readonly TensorRandom _random = new(43);

    public static TheoryData<long[], long[]> Shapes() => new()
    {
        { [4, 3], [3, 2] },
        { [1, 33], [33, 17] },
        { [5], [5, 3] },
        { [3, 5], [5] },
        { [7], [7] },
        { [2, 3, 4], [4, 5] },
        { [2, 3, 4], [2, 4, 5] },
        { [2, 1, 3, 4], [3, 4, 5] },
        { [3, 0], [0, 2] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Stacks_vectors_and_matrices(long[] a, long[] b)
    {
        foreach (ElementType right in new[] { ElementType.UInt8, ElementType.Int8 })
        {
            Tensor x = _random.Integers(ElementType.UInt8, new Shape(a), 0, 256), y = _random.Integers(right, new Shape(b), 0, 128);
            Tensor xZero = _random.Integers(ElementType.UInt8, Shape.Scalar, 10, 20), yZero = _random.Integers(right, Shape.Scalar, 3, 9);
            NdArray expected = ReferenceMatrix.MatMul(
                NdArray.Of(x).Select(i => i - NdArray.Of(xZero).Values[0]), NdArray.Of(y).Select(i => i - NdArray.Of(yZero).Values[0]));
            foreach (bool constant in new[] { true, false })
            {
                OperatorCase given = new OperatorCase("MatMulInteger", 10).Input(x);
                given = constant ? given.Constant(y).Constant(xZero).Constant(yZero) : given.Input(y).Input(xZero).Input(yZero);
                given = given.Outputs(ElementType.Int32);
                // ONNX Runtime leaves sums without terms as they were.
                (a[^1] == 0 ? given.WithoutOnnxRuntime() : given).Check(Tolerance.Exact, expected);
            }
        }
    }

    [Fact]
    public void Zero_points_of_rows_and_columns()
    {
        Tensor a = _random.Integers(ElementType.UInt8, new Shape(2, 3, 4), 0, 256);
        Tensor b = _random.Integers(ElementType.Int8, new Shape(4, 5), -128, 128);
        Tensor rows = _random.Integers(ElementType.UInt8, new Shape(2, 3, 1), 0, 256);
        Tensor columns = _random.Integers(ElementType.Int8, new Shape(5), -9, 9);
        NdArray expected = ReferenceMatrix.MatMul(
            ReferenceElementwise.Binary(a, rows, (x, y) => x - y), ReferenceElementwise.Binary(b, columns, (x, y) => x - y));
        new OperatorCase("MatMulInteger", 10).Input(a).Input(b).Input(rows).Input(columns).Outputs(ElementType.Int32).WithoutOnnxRuntime()
            .Check(Tolerance.Exact, expected);
        Tensor matrix = _random.Integers(ElementType.UInt8, new Shape(3, 4), 0, 256);
        Tensor row = _random.Integers(ElementType.UInt8, new Shape(3), 0, 256);
        new OperatorCase("MatMulInteger", 10).Input(matrix).Input(b).Input(row).Input(columns).Outputs(ElementType.Int32)
            .WithoutOnnxRuntime().Check(Tolerance.Exact, ReferenceMatrix.MatMul(
                ReferenceQuantization.MinusFirst(matrix, row), ReferenceElementwise.Binary(b, columns, (x, y) => x - y)));
    }

    [Fact]
    public void Zero_points_that_fit_nothing_are_refused()
    {
        byte[] model = new OnnxModelBuilder(13).Input("a", ElementType.UInt8, 3, 4).Input("b", ElementType.UInt8, 4, 5)
            .Initializer("z", _random.Integers(ElementType.UInt8, new Shape(2), 0, 9)).Node("MatMulInteger", ["a", "b", "z"], ["y"])
            .Output("y", ElementType.Int32).Build();
        Tensor a = new(ElementType.UInt8, new Shape(3, 4)), b = new(ElementType.UInt8, new Shape(4, 5));
        RefusedModel.With(() => TestEngines.Best.Run(model, [a, b]), "does not broadcast");
    }
}
