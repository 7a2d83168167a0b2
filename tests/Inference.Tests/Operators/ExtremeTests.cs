using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

/// <summary>What Max and Min have in common.</summary>
public abstract class ExtremeTests
{
    private protected abstract string Name { get; }

    private protected abstract double Function(double x, double y);

    [Theory]
    [MemberData(nameof(BroadcastShapes.All), MemberType = typeof(BroadcastShapes))]
    public void Broadcasting(long[] left, long[] right)
    {
        var random = new TensorRandom(left.Length + 7 * right.Length);
        Tensor a = random.Floats(new Shape(left)), b = random.Floats(new Shape(right));
        new OperatorCase(Name, 13).Input(a).Input(b).Check(Tolerance.Exact, ReferenceElementwise.Binary(a, b, Function));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(13)]
    public void Any_number_of_operands(int opset) =>
        SeveralOperands.Check(Name, opset, Tolerance.Exact, values => values.Aggregate(Function));

    [Theory]
    [InlineData(ElementType.Int8)]
    [InlineData(ElementType.UInt8)]
    [InlineData(ElementType.Int16)]
    [InlineData(ElementType.UInt16)]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.UInt32)]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.UInt64)]
    [InlineData(ElementType.Float64)]
    public void Every_type(ElementType type)
    {
        var random = new TensorRandom(4);
        Tensor a = random.Any(type, new Shape(3, 17), 0, 100), b = random.Any(type, new Shape(17), 0, 100);
        new OperatorCase(Name, 13).Input(a).Input(b).WithoutOnnxRuntime()
            .Check(Tolerance.Exact, ReferenceElementwise.Binary(a, b, Function));
    }

    [Fact]
    public void NaN_of_either_operand()
    {
        Tensor a = TestTensors.Floats([.. SpecialFloats.Cycle(40).Select(v => v == 0 ? 1 : v)]);
        Tensor b = TestTensors.Floats([.. SpecialFloats.Cycle(40, 5).Select(v => v == 0 ? 1 : v)]);
        Tensor c = TestTensors.Floats([.. SpecialFloats.Cycle(40, 17).Select(v => v == 0 ? 1 : v)]);
        new OperatorCase(Name, 13).Input(a).Input(b).Input(c).Check(
            Tolerance.Exact, ReferenceElementwise.Binary(ReferenceElementwise.Binary(a, b, Function), c, Function));
    }
}
