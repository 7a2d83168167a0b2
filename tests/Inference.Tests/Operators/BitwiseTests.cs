using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

/// <summary>What functions of the bits of two integers have in common.</summary>
public abstract class BitwiseTests
{
    private protected abstract string Name { get; }

    private protected abstract long Function(long x, long y);

    [Theory]
    [MemberData(nameof(BroadcastShapes.All), MemberType = typeof(BroadcastShapes))]
    public void Broadcasting(long[] left, long[] right)
    {
        var random = new TensorRandom(left.Length + 7 * right.Length);
        ElementType type = ElementType.Int32;
        Check(random.Integers(type, new Shape(left), -500, 500), random.Integers(type, new Shape(right), -500, 500));
    }

    [Theory]
    [InlineData(ElementType.Int8)]
    [InlineData(ElementType.UInt8)]
    [InlineData(ElementType.Int16)]
    [InlineData(ElementType.UInt16)]
    [InlineData(ElementType.UInt32)]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.UInt64)]
    public void Every_type(ElementType type)
    {
        var random = new TensorRandom(4);
        Check(random.Integers(type, new Shape(3, 17), 0, 127), random.Integers(type, new Shape(17), 0, 127));
    }

    private void Check(Tensor a, Tensor b) => new OperatorCase(Name, 18).Input(a).Input(b)
        .Check(Tolerance.Exact, ReferenceElementwise.Binary(a, b, (x, y) => Function((long)x, (long)y)));
}
