using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

/// <summary>What comparisons have in common; they differ in the question and in the opsets that changed their meaning.</summary>
public abstract class ComparisonTests
{
    private protected abstract string Name { get; }

    /// <summary>The opset of most cases.</summary>
    private protected virtual int Opset => 13;

    /// <summary>The opset in which all types are compared.</summary>
    private protected virtual int TypesOpset => Opset;

    /// <summary>The end of the numbers that are compared: small, so that many are equal.</summary>
    private protected virtual int End => 4;

    private protected abstract bool Holds(double x, double y);

    [Theory]
    [MemberData(nameof(BroadcastShapes.All), MemberType = typeof(BroadcastShapes))]
    public void Broadcasting(long[] left, long[] right)
    {
        var random = new TensorRandom(left.Length + 7 * right.Length);
        Tensor a = random.Integers(ElementType.Int32, new Shape(left), -3, 3);
        Tensor b = random.Integers(ElementType.Int32, new Shape(right), -3, 3);
        Case(Opset, a, b).Check(Tolerance.Exact, Reference(a, NdArray.Of(b)));
    }

    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float64)]
    [InlineData(ElementType.Int8)]
    [InlineData(ElementType.UInt8)]
    [InlineData(ElementType.Int16)]
    [InlineData(ElementType.UInt16)]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.UInt32)]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.UInt64)]
    public void Every_type(ElementType type)
    {
        var random = new TensorRandom(4);
        Tensor a = random.Any(type, new Shape(3, 17), 0, End), b = random.Any(type, new Shape(17), 0, End);
        Case(TypesOpset, a, b).WithoutOnnxRuntime().Check(Tolerance.Exact, Reference(a, NdArray.Of(b)));
    }

    [Fact]
    public void Special_values()
    {
        Tensor a = TestTensors.Floats(float.NaN, 1, float.NaN, float.PositiveInfinity, 0, float.NegativeInfinity);
        Tensor b = TestTensors.Floats(1, float.NaN, float.NaN, float.PositiveInfinity, -0f, 3);
        Case(Opset, a, b).Check(Tolerance.Exact, Reference(a, NdArray.Of(b)));
    }

    /// <summary>Opset 1: the second operand's axes are the first's from an axis on.</summary>
    private protected void CheckAxis(ElementType type)
    {
        var random = new TensorRandom(3);
        Tensor a = random.Any(type, new Shape(2, 3, 5), 0, 3), b = random.Any(type, new Shape(3), 0, 3);
        Case(1, a, b).Attribute("broadcast", 1).Attribute("axis", 1).WithoutOnnxRuntime()
            .Check(Tolerance.Exact, Reference(a, NdArray.Of(b).Reshape(3, 1)));
    }

    private OperatorCase Case(int opset, Tensor a, Tensor b) => new OperatorCase(Name, opset).Input(a).Input(b).Outputs(ElementType.Bool);

    private NdArray Reference(Tensor a, NdArray b) => ReferenceElementwise.Binary(NdArray.Of(a), b, (x, y) => Holds(x, y) ? 1 : 0);
}
