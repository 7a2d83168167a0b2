using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class MeanTests
{
    [Theory]
    [MemberData(nameof(BroadcastShapes.All), MemberType = typeof(BroadcastShapes))]
    public void Broadcasting(long[] left, long[] right)
    {
        var random = new TensorRandom(left.Length + 7 * right.Length);
        Tensor a = random.Floats(new Shape(left)), b = random.Floats(new Shape(right));
        new OperatorCase("Mean", 13).Input(a).Input(b).Check(Tolerance.Rounding, ReferenceElementwise.Binary(a, b, (x, y) => (x + y) / 2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(13)]
    public void Any_number_of_operands(int opset) =>
        SeveralOperands.Check("Mean", opset, Tolerance.Rounding, values => values.Average());
}
