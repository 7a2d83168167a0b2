namespace Fovea.Inference.Tests.Operators;

public sealed class QLinearAddTests
{
    private static readonly QuantizedBinaryCase Case = new("QLinearAdd", 0.04f, (a, b) => (float)a + (float)b);

    [Theory]
    [MemberData(nameof(QuantizedBinaryCase.Shapes), MemberType = typeof(QuantizedBinaryCase))]
    public void Two_operands(long[] left, long[] right) => Case.TwoOperands(left, right);

    [Fact]
    public void Zero_points_may_be_omitted() => Case.WithoutZeroPoints();
}
