using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class PowTests
{
    public static TheoryData<long[], long[]> Shapes() => BroadcastShapes.All();

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Broadcasting(long[] left, long[] right)
    {
        var random = new TensorRandom(left.Length + 7 * right.Length);
        Tensor a = random.Floats(new Shape(left), 0.1f, 3), b = random.Floats(new Shape(right), -2, 2);
        NdArray expected = ReferenceElementwise.Binary(a, b, Math.Pow);
        new OperatorCase("Pow", 7).Input(a).Input(b).Check(Tolerance.Accumulated, expected);
        new OperatorCase("Pow", 13).Input(a).Constant(b).Check(Tolerance.Accumulated, expected);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1f)]
    [InlineData(2f)]
    [InlineData(3f)]
    [InlineData(-1f)]
    [InlineData(5f)]
    public void Whole_exponents_of_negative_bases(float exponent)
    {
        Tensor x = new TensorRandom(1).Floats(new Shape(3, 17), -2, 2);
        new OperatorCase("Pow", 13).Input(x).Constant(TestTensors.Float(exponent))
            .Check(Tolerance.Accumulated, NdArray.Of(x).Select(v => Math.Pow(v, exponent)));
    }

    [Fact]
    public void Fractional_powers_of_negative_bases_are_not_numbers()
    {
        Tensor x = TestTensors.Floats(-4, -1, 0, 1, 4);
        new OperatorCase("Pow", 13).Input(x).Constant(TestTensors.Float(0.5f))
            .Check(Tolerance.Rounding, NdArray.Of(x).Select(v => Math.Pow(v, 0.5)));
    }

    [Theory]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.Int64)]
    public void Integer_exponents_of_floats(ElementType type)
    {
        Tensor x = new TensorRandom(2).Floats(new Shape(3, 7), -2, 2);
        Tensor exponents = new TensorRandom(3).Integers(type, new Shape(7), 0, 5);
        new OperatorCase("Pow", 13).Input(x).Constant(exponents)
            .Check(Tolerance.Accumulated, ReferenceElementwise.Binary(x, exponents, Math.Pow));
    }

    [Theory]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.Int64)]
    public void Integer_bases(ElementType type)
    {
        Tensor x = new TensorRandom(4).Integers(type, new Shape(3, 7), -5, 6);
        Tensor exponents = new TensorRandom(5).Integers(type, new Shape(7), 0, 5);
        new OperatorCase("Pow", 15).Input(x).Input(exponents)
            .Check(Tolerance.Exact, ReferenceElementwise.Binary(x, exponents, Math.Pow));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void Broadcasting_from_an_axis_on(int opset) => LegacyAxes.Check("Pow", opset, Math.Pow);

    [Theory]
    [InlineData(ElementType.Int32, ElementType.Float32)]
    [InlineData(ElementType.Int64, ElementType.Float64)]
    [InlineData(ElementType.Int64, ElementType.Int32)]
    [InlineData(ElementType.Float32, ElementType.Float64)]
    [InlineData(ElementType.Float64, ElementType.Int64)]
    [InlineData(ElementType.Float64, ElementType.Float32)]
    public void A_base_and_an_exponent_of_two_types(ElementType left, ElementType right)
    {
        var random = new TensorRandom(5);
        Tensor a = random.Any(left, new Shape(3, 7), 1, 9), b = random.Integers(ElementType.Int32, new Shape(7), 0, 4);
        b = right switch
        {
            ElementType.Float32 => Tensor.From<float>(b.Shape, [.. b.ToDoubles().Select(v => (float)v + 0.5f)]),
            ElementType.Float64 => Tensor.From<double>(b.Shape, [.. b.ToDoubles().Select(v => v + 0.5)]),
            ElementType.Int64 => Tensor.From<long>(b.Shape, [.. b.ToDoubles().Select(v => (long)v)]),
            _ => b,
        };
        NdArray power = ReferenceElementwise.Binary(a, b, Math.Pow);
        new OperatorCase("Pow", 15).Input(a).Input(b)
            .Check(left.IsFloat() ? Tolerance.Rounding : Tolerance.Exact, left.IsFloat() ? power : power.Select(Math.Truncate));
    }

    // As ONNX Runtime: powers of integers are computed in double precision and cut.
    [Fact]
    public void Powers_of_integers_at_the_edges()
    {
        Tensor a = Tensor.From<int>(new Shape(6), [2, 2, -1, -3, 10, 7]), b = Tensor.From<int>(new Shape(6), [30, -1, -3, 3, 20, 0]);
        new OperatorCase("Pow", 15).Input(a).Input(b)
            .Check(Tolerance.Exact, new NdArray(new Shape(6), [1 << 30, 0, -1, -27, int.MinValue, 1]));
    }
}
