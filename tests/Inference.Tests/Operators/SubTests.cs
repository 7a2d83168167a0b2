using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class SubTests
{
    public static TheoryData<long[], long[]> Shapes() => BroadcastShapes.All();

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Broadcasting(long[] left, long[] right)
    {
        var random = new TensorRandom(left.Length + 7 * right.Length);
        Tensor a = random.Floats(new Shape(left)), b = random.Floats(new Shape(right));
        NdArray expected = ReferenceElementwise.Binary(a, b, (x, y) => x - y);
        new OperatorCase("Sub", 7).Input(a).Input(b).Check(Tolerance.Rounding, expected);
        new OperatorCase("Sub", 13).Input(a).Constant(b).Check(Tolerance.Rounding, expected);
        new OperatorCase("Sub", 14).Constant(a).Input(b).Check(Tolerance.Rounding, expected);
    }

    [Theory]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.Int64)]
    public void Integers(ElementType type)
    {
        var random = new TensorRandom(5);
        Tensor a = random.Integers(type, new Shape(3, 7), -50, 50), b = random.Integers(type, new Shape(7), 1, 9);
        new OperatorCase("Sub", 13).Input(a).Input(b)
            .Check(Tolerance.Exact, ReferenceElementwise.Binary(a, b, (x, y) => x - y));
    }

    [Fact]
    public void A_tensor_with_itself()
    {
        Tensor x = new TensorRandom(6).Floats(new Shape(2, 17, 7, 7));
        byte[] model = new OnnxModelBuilder().Input("x", 2, 17, 7, 7).Node("Sub", ["x", "x"], ["y"]).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [x], Tolerance.Rounding);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void Broadcasting_from_an_axis_on(int opset) => LegacyAxes.Check("Sub", opset, (x, y) => x - y);
}
