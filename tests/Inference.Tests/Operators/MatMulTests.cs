using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class MatMulTests
{
    public static TheoryData<long[], long[]> Shapes() => new()
    {
        { [1, 1], [1, 1] },
        { [7, 17], [17, 33] },
        { [1, 256], [256, 10] },
        { [31, 13], [13, 3] },
        { [2, 7, 17], [17, 5] },
        { [2, 3, 7, 17], [17, 5] },
        { [3, 7, 5], [3, 5, 13] },
        { [2, 1, 7, 5], [3, 5, 4] },
        { [7, 5], [2, 3, 5, 4] },
        { [17], [17, 5] },
        { [7, 17], [17] },
        { [17], [17] },
        { [2, 3, 7, 17], [17] },
        { [5], [2, 5, 3] },
        { [1, 49, 96], [96, 116] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Stacks_vectors_and_broadcasting(long[] left, long[] right)
    {
        var random = new TensorRandom(left.Length * 10 + right.Length);
        Tensor a = random.Floats(left), b = random.Floats(right);
        NdArray expected = ReferenceMatrix.MatMul(a, b);
        new OperatorCase("MatMul", 13).Input(a).Constant(b).Check(Tolerance.Accumulated, expected);
        new OperatorCase("MatMul", 9).Input(a).Input(b).Check(Tolerance.Accumulated, expected);
    }
}
