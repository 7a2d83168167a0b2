using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class TransposeTests
{
    public static TheoryData<long[], int[]> Permutations() => new()
    {
        { [17], [0] },
        { [7, 13], [1, 0] },
        { [1, 33], [1, 0] },
        { [3, 7, 5], [0, 2, 1] },
        { [3, 7, 5], [2, 0, 1] },
        { [3, 7, 5], [1, 2, 0] },
        { [3, 7, 5], [2, 1, 0] },
        { [2, 17, 7, 3], [0, 2, 3, 1] },
        { [2, 7, 3, 17], [0, 3, 1, 2] },
        { [2, 3, 16, 7], [0, 2, 1, 3] },
        { [2, 3, 16, 7], [3, 2, 1, 0] },
        { [2, 3, 16, 7], [1, 0, 3, 2] },
        { [2, 3, 8, 7, 5], [0, 2, 1, 3, 4] },
        { [1, 9, 3, 3, 5, 7], [0, 1, 4, 2, 5, 3] },
    };

    [Theory]
    [MemberData(nameof(Permutations))]
    public void Permutes(long[] shape, int[] permutation)
    {
        Tensor x = new TensorRandom(shape.Length).Floats(shape);
        foreach (long opset in new long[] { 7, 13 })
        {
            new OperatorCase("Transpose", opset).Input(x).Attribute("perm", permutation)
                .Check(Tolerance.Exact, ReferenceMovement.Transpose(x, permutation));
        }
    }

    [Fact]
    public void Without_permutation_the_axes_are_reversed()
    {
        Tensor x = new TensorRandom(9).Floats(2, 5, 7, 3);
        new OperatorCase("Transpose", 13).Input(x).Check(Tolerance.Exact, ReferenceMovement.Transpose(x, 3, 2, 1, 0));
    }

    [Theory]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.UInt8)]
    [InlineData(ElementType.Int32)]
    public void Other_element_types(ElementType type)
    {
        Tensor x = new TensorRandom(10).Any(type, new Shape(3, 7, 5));
        new OperatorCase("Transpose", 13).Input(x).Attribute("perm", new[] { 2, 0, 1 })
            .Check(Tolerance.Exact, ReferenceMovement.Transpose(x, 2, 0, 1));
    }
}
