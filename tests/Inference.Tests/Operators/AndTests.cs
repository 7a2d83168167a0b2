using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class AndTests
{
    [Theory]
    [MemberData(nameof(BroadcastShapes.All), MemberType = typeof(BroadcastShapes))]
    public void Broadcasting(long[] left, long[] right)
    {
        var random = new TensorRandom(left.Length + 7 * right.Length);
        Tensor a = random.Integers(ElementType.Bool, new Shape(left), 0, 2), b = random.Integers(ElementType.Bool, new Shape(right), 0, 2);
        new OperatorCase("And", 7).Input(a).Input(b)
            .Check(Tolerance.Exact, ReferenceElementwise.Binary(a, b, (x, y) => x != 0 && y != 0 ? 1 : 0));
    }

    [Fact]
    public void Broadcasting_from_an_axis_on()
    {
        var random = new TensorRandom(3);
        Tensor a = random.Integers(ElementType.Bool, new Shape(2, 3, 5), 0, 2);
        Tensor b = random.Integers(ElementType.Bool, new Shape(2, 3), 0, 2);
        new OperatorCase("And", 1).Input(a).Input(b).Attribute("broadcast", 1).Attribute("axis", 0).WithoutOnnxRuntime()
            .Check(Tolerance.Exact, ReferenceElementwise.Binary(a, NdArray.Of(b).Reshape(2, 3, 1), (x, y) => x != 0 && y != 0 ? 1 : 0));
    }
}
