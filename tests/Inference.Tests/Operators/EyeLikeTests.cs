using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;


public sealed class EyeLikeTests
{
    [Theory]
    [InlineData(0, null)]
    [InlineData(2, ElementType.Int64)]
    [InlineData(-1, ElementType.Float64)]
    [InlineData(100, ElementType.UInt64)]
    [InlineData(-100, ElementType.Int32)]
    public void A_diagonal_of_any_type(int k, ElementType? type)
    {
        foreach (Shape shape in new[] { new Shape(4, 5), new Shape(5, 3) })
        {
            Tensor x = new TensorRandom(1).Floats(shape);
            new OperatorCase("EyeLike", 9).Input(x).Attribute("k", k).Attribute("dtype", type is null ? null : (int)type)
                .Outputs(type ?? ElementType.Float32)
                .Check(Tolerance.Exact, NdArray.Build(shape, i => i[1] - i[0] == k ? 1 : 0));
        }
    }

    [Theory]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.Bool)]
    [InlineData(ElementType.Int16)]
    public void Other_types(ElementType type)
    {
        Tensor x = new TensorRandom(1).Any(type, new Shape(2, 2), 0, 2);
        new OperatorCase("EyeLike", 9).WithoutOnnxRuntime().Input(x).Check(Tolerance.Exact, new NdArray(new Shape(2, 2), [1, 0, 0, 1]));
    }
}
