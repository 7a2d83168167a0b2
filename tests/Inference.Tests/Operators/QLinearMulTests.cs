namespace Fovea.Inference.Tests.Operators;

public sealed class QLinearMulTests
{
    private static readonly QuantizedBinaryCase Case = new("QLinearMul", 0.02f, (a, b) => (float)a * (float)b);

    [Theory]
    [MemberData(nameof(QuantizedBinaryCase.Shapes), MemberType = typeof(QuantizedBinaryCase))]
    public void Two_operands(long[] left, long[] right) => Case.TwoOperands(left, right);

    [Fact]
    public void Zero_points_may_be_omitted() => Case.WithoutZeroPoints();
}
