using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

/// <summary>To the bit as the plain reference; ONNX Runtime is at most a step apart.</summary>
public sealed class QLinearMatMulTests
{
    private readonly TensorRandom _random = new(44);

    public static TheoryData<long[], long[]> Shapes() => new()
    {
        { [4, 3], [3, 2] },
        { [1, 33], [33, 17] },
        { [5], [5, 3] },
        { [3, 5], [5] },
        { [2, 3, 4], [4, 5] },
        { [2, 3, 4], [2, 4, 5] },
        { [2, 1, 3, 4], [3, 4, 5] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Stacks_vectors_and_matrices(long[] a, long[] b)
    {
        foreach (ElementType type in new[] { ElementType.UInt8, ElementType.Int8 })
        {
            Tensor x = Any(type, new Shape(a)), y = Any(type, new Shape(b));
            Check(
                x, TestTensors.Float(0.011f), One(type, 7), y, TestTensors.Float(0.013f), One(type, -3), TestTensors.Float(0.09f),
                One(type, 12), constant: true, onnxRuntime: true);
            Check(
                x, TestTensors.Float(0.011f), One(type, 7), y, TestTensors.Float(0.013f), One(type, -3), TestTensors.Float(0.09f),
                One(type, 12), constant: false, onnxRuntime: a.Length > 1 && b.Length > 1);
        }
    }

    [Fact]
    public void A_scale_for_each_column()
    {
        Tensor a = Any(ElementType.UInt8, new Shape(3, 17)), b = Any(ElementType.Int8, new Shape(17, 5));
        Check(
            a, TestTensors.Float(0.011f), One(ElementType.UInt8, 7), b, _random.Floats(new Shape(5), 0.01f, 0.02f),
            _random.Integers(ElementType.Int8, new Shape(5), -4, 4), TestTensors.Float(0.09f), One(ElementType.UInt8, 12), constant: true,
            onnxRuntime: true);
    }

    [Fact]
    public void Scales_for_rows()
    {
        Tensor a = Any(ElementType.UInt8, new Shape(2, 3, 17)), b = Any(ElementType.Int8, new Shape(2, 17, 5));
        Check(
            a, _random.Floats(new Shape(2, 3, 1), 0.01f, 0.02f), _random.Integers(ElementType.UInt8, new Shape(2, 3, 1), 0, 9), b,
            _random.Floats(new Shape(2, 1, 5), 0.01f, 0.02f), _random.Integers(ElementType.Int8, new Shape(2, 1, 5), -4, 4),
            _random.Floats(new Shape(2, 3, 1), 0.05f, 0.1f), _random.Integers(ElementType.UInt8, new Shape(2, 3, 1), 0, 99),
            constant: false, onnxRuntime: false);
    }

    [Fact]
    public void Scales_of_16_bits()
    {
        byte[] model = new OnnxModelBuilder(21).Input("a", ElementType.UInt8, 3, 4).Input("b", ElementType.UInt8, 4, 5)
            .Initializer("s", _random.Any(ElementType.Float16, Shape.Scalar, 0, 1)).Initializer("z", One(ElementType.UInt8, 9))
            .Node("QLinearMatMul", ["a", "s", "z", "b", "s", "z", "s", "z"], ["y"]).Output("y", ElementType.UInt8).Build();
        Tensor found = TestEngines.Best.Run(
            model, [Any(ElementType.UInt8, new Shape(3, 4)), Any(ElementType.UInt8, new Shape(4, 5))])[0];
        Assert.Equal(new Shape(3, 5), found.Shape);
    }

    private static void Check(
        Tensor a, Tensor aScale, Tensor aZero, Tensor b, Tensor bScale, Tensor bZero, Tensor yScale, Tensor yZero, bool constant,
        bool onnxRuntime)
    {
        NdArray sums = ReferenceMatrix.MatMul(
            ReferenceElementwise.Binary(a, aZero, (x, y) => x - y), ReferenceElementwise.Binary(b, bZero, (x, y) => x - y));
        NdArray factors = ReferenceElementwise.Binary(
            ReferenceElementwise.Binary(aScale, bScale, (x, y) => (float)x * (float)y), yScale, (x, y) => (float)x / (float)y);
        NdArray wide = ReferenceElementwise.Broadcast(factors, sums.Shape), zeros = ReferenceElementwise.Broadcast(yZero, sums.Shape);
        NdArray expected = NdArray.Build(sums.Shape, index => ReferenceQuantization.Requantize(
            sums[index], (float)wide[index], zeros[index], yZero.ElementType));
        OperatorCase given = new OperatorCase("QLinearMatMul", 21).Input(a);
        foreach (Tensor operand in new[] { aScale, aZero, b, bScale, bZero, yScale, yZero })
            given = constant ? given.Constant(operand) : given.Input(operand);
        given = given.Outputs(yZero.ElementType);
        (onnxRuntime ? given.WithinOneStepOfOnnxRuntime() : given.WithoutOnnxRuntime()).Check(Tolerance.Exact, expected);
    }

    private Tensor Any(ElementType type, Shape shape) =>
        type == ElementType.UInt8 ? _random.Integers(type, shape, 0, 256) : _random.Integers(type, shape, -128, 128);

    private static Tensor One(ElementType type, int value)
    {
        int number = type == ElementType.UInt8 ? Math.Abs(value) : value;
        return new TensorRandom(1).Integers(type, Shape.Scalar, number, number + 1);
    }
}
