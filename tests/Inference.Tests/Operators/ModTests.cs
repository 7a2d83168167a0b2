using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ModTests
{
    [Theory]
    [MemberData(nameof(BroadcastShapes.All), MemberType = typeof(BroadcastShapes))]
    public void Broadcasting(long[] left, long[] right)
    {
        var random = new TensorRandom(left.Length + 7 * right.Length);
        Tensor a = random.Floats(new Shape(left), -9, 9), b = random.Floats(new Shape(right), 1, 3);
        new OperatorCase("Mod", 13).Input(a).Input(b).Attribute("fmod", 1)
            .Check(Tolerance.UnitFunction, ReferenceElementwise.Binary(a, b, (x, y) => x % y));
    }

    [Theory]
    [InlineData(ElementType.Int8)]
    [InlineData(ElementType.Int16)]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.Int64)]
    public void Signs(ElementType type)
    {
        var random = new TensorRandom(4);
        Tensor a = random.Integers(type, new Shape(2, 40), -50, 50);
        Tensor b = random.Integers(type, new Shape(40), -9, -1);
        Tensor c = random.Integers(type, new Shape(40), 1, 9);
        foreach (Tensor divisor in new[] { b, c })
        {
            new OperatorCase("Mod", 10).Input(a).Input(divisor)
                .Check(Tolerance.Exact, ReferenceElementwise.Binary(a, divisor, (x, y) => x - (y * Math.Floor(x / y))));
            new OperatorCase("Mod", 13).Input(a).Input(divisor).Attribute("fmod", 1)
                .Check(Tolerance.Exact, ReferenceElementwise.Binary(a, divisor, (x, y) => x - (y * Math.Truncate(x / y))));
        }
    }

    [Theory]
    [InlineData(ElementType.UInt8)]
    [InlineData(ElementType.UInt16)]
    [InlineData(ElementType.UInt32)]
    [InlineData(ElementType.UInt64)]
    public void Unsigned(ElementType type)
    {
        var random = new TensorRandom(4);
        Tensor a = random.Integers(type, new Shape(40), 0, 200), b = random.Integers(type, new Shape(40), 1, 9);
        new OperatorCase("Mod", 13).Input(a).Input(b).Check(Tolerance.Exact, ReferenceElementwise.Binary(a, b, (x, y) => x % y));
    }

    [Fact]
    public void The_smallest_integer_over_minus_one()
    {
        Tensor a = TestTensors.Int64s(long.MinValue, long.MaxValue), b = TestTensors.Int64s(-1, -1);
        foreach (int fmod in new[] { 0, 1 })
            new OperatorCase("Mod", 13).Input(a).Input(b).Attribute("fmod", fmod).WithoutOnnxRuntime()
                .Check(Tolerance.Exact, new NdArray(new Shape(2), [0, 0]));
    }

    [Fact]
    public void By_zero()
    {
        Tensor a = TestTensors.Int64s(1, 2), b = TestTensors.Int64s(1, 0);
        InvalidInputException error = Assert.Throws<InvalidInputException>(
            () => TestEngines.Best.Run(new OperatorCase("Mod", 13).Input(a).Input(b).Build(symbolic: false, folded: false), [a, b]));
        Assert.Contains("division by zero", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidModelException>(
            () => TestEngines.Best.Run(new OperatorCase("Mod", 13).Input(a).Constant(b).Build(symbolic: false, folded: false), [a]));
    }

    [Fact]
    public void Floats_need_fmod() => Assert.Throws<InvalidModelException>(() => TestEngines.Best.Run(
        new OperatorCase("Mod", 13).Input(TestTensors.Floats(1)).Input(TestTensors.Floats(1)).Build(symbolic: false, folded: false),
        [TestTensors.Floats(1), TestTensors.Floats(1)]));
}
