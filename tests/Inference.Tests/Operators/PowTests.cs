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
}
