using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;


public sealed class TriluTests
{
    public static TheoryData<ElementType> Types() => [.. Enum.GetValues<ElementType>()];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-2)]
    [InlineData(100)]
    [InlineData(-100)]
    public void Both_triangles_at_any_diagonal(long k)
    {
        foreach (Shape shape in new[] { new Shape(4, 5), new Shape(5, 3), new Shape(2, 3, 3), new Shape(1, 1) })
        {
            Tensor x = new TensorRandom(1).Floats(shape);
            foreach (bool upper in new[] { true, false })
                new OperatorCase("Trilu", 14).Input(x).Input(TestTensors.Int64(k)).Attribute("upper", upper)
                    .Check(Tolerance.Exact, ReferenceIndexing.Triangle(x, upper, k));
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_element_type(ElementType type)
    {
        Tensor x = new TensorRandom(1).Any(type, new Shape(3, 4), 1, type == ElementType.Bool ? 2 : 9);
        new OperatorCase("Trilu", 14).WithoutOnnxRuntime().Input(x).Check(Tolerance.Exact, ReferenceIndexing.Triangle(x, true, 0));
    }
}
