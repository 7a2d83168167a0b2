using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class AddTests
{
    public static TheoryData<long[], long[]> Shapes() => BroadcastShapes.All();

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Broadcasting(long[] left, long[] right)
    {
        var random = new TensorRandom(left.Length + 7 * right.Length);
        Tensor a = random.Floats(new Shape(left)), b = random.Floats(new Shape(right));
        NdArray expected = ReferenceElementwise.Binary(a, b, (x, y) => x + y);
        new OperatorCase("Add", 7).Input(a).Input(b).Check(Tolerance.Rounding, expected);
        new OperatorCase("Add", 13).Input(a).Constant(b).Check(Tolerance.Rounding, expected);
        new OperatorCase("Add", 14).Constant(a).Input(b).Check(Tolerance.Rounding, expected);
    }

    [Theory]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.Int64)]
    public void Integers(ElementType type)
    {
        var random = new TensorRandom(5);
        Tensor a = random.Integers(type, new Shape(3, 7), -50, 50), b = random.Integers(type, new Shape(7), 1, 9);
        new OperatorCase("Add", 13).Input(a).Input(b)
            .Check(Tolerance.Exact, ReferenceElementwise.Binary(a, b, (x, y) => x + y));
    }

    // A transposed operand beside a plain one, an image in channels-last order, and operands of every rank.
    [Theory]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.Float64)]
    [InlineData(ElementType.Float32)]
    public void Operands_in_any_order_of_memory(ElementType type)
    {
        var random = new TensorRandom(8);
        Tensor a = random.Any(type, new Shape(5, 3, 17)), b = random.Any(type, new Shape(17, 3, 5)), c = random.Any(type, new Shape(3, 1));
        byte[] model = new OnnxModelBuilder().Input("a", type, 5, 3, 17).Input("b", type, 17, 3, 5).Input("c", type, 3, 1)
            .Node("Transpose", "b", "t", ("perm", new[] { 2, 1, 0 })).Node("Add", ["a", "t"], ["s"])
            .Node("Transpose", "s", "u", ("perm", new[] { 0, 2, 1 }))
            .Node("Transpose", "u", "v", ("perm", new[] { 0, 2, 1 })).Node("Add", ["c", "v"], ["y"]).Output("y", type).Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [a, b, c], Tolerance.Rounding);
    }

    [Fact]
    public void A_tensor_with_itself()
    {
        Tensor x = new TensorRandom(6).Floats(new Shape(2, 17, 7, 7));
        byte[] model = new OnnxModelBuilder().Input("x", 2, 17, 7, 7).Node("Add", ["x", "x"], ["y"]).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [x], Tolerance.Rounding);
    }
}
