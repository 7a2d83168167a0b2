using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class DivTests
{
    public static TheoryData<long[], long[]> Shapes() => BroadcastShapes.All();

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Broadcasting(long[] left, long[] right)
    {
        var random = new TensorRandom(left.Length + 7 * right.Length);
        Tensor a = random.Floats(new Shape(left)), b = random.Floats(new Shape(right), 0.5f, 3);
        NdArray expected = ReferenceElementwise.Binary(a, b, (x, y) => x / y);
        new OperatorCase("Div", 7).Input(a).Input(b).Check(Tolerance.Rounding, expected);
        new OperatorCase("Div", 13).Input(a).Constant(b).Check(Tolerance.Rounding, expected);
        new OperatorCase("Div", 14).Constant(a).Input(b).Check(Tolerance.Rounding, expected);
    }

    [Theory]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.Int64)]
    public void Integers(ElementType type)
    {
        var random = new TensorRandom(5);
        Tensor a = random.Integers(type, new Shape(3, 7), -50, 50), b = random.Integers(type, new Shape(7), 1, 9);
        new OperatorCase("Div", 13).Input(a).Input(b)
            .Check(Tolerance.Exact, ReferenceElementwise.Binary(a, b, (x, y) => Math.Truncate(x / y)));
    }

    [Theory]
    [InlineData(3, 0, "division by zero")]
    [InlineData(int.MinValue, -1, "a quotient is outside the range of Int32")]
    public void A_quotient_of_integers_that_does_not_exist_is_an_error_of_the_run(int a, int b, string what)
    {
        // Long enough for whole vectors, and for parts on several threads.
        const int length = 100_003;
        int[] left = [.. Enumerable.Repeat(7, length - 1), a], right = [.. Enumerable.Repeat(2, length - 1), b];
        byte[] model = new OnnxModelBuilder().Input("a", ElementType.Int32, length).Input("b", ElementType.Int32, length)
            .Node("Div", ["a", "b"], ["quotient"]).Output("quotient", ElementType.Int32).Build();
        foreach (InstructionSet instructionSet in InstructionSets.Available)
        {
            foreach (int threads in new[] { 1, 2 })
            {
                var error = Assert.Throws<InvalidInputException>(() => TestEngines.Get(instructionSet, threads: threads).Run(
                    model, [Tensor.From<int>(new Shape(length), left), Tensor.From<int>(new Shape(length), right)]));
                Assert.Contains("node 'Div_0' (Div): ", error.Message, StringComparison.Ordinal);
                Assert.Contains(what, error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_tensor_with_itself()
    {
        Tensor x = new TensorRandom(6).Floats(new Shape(2, 17, 7, 7), 0.5f, 3);
        byte[] model = new OnnxModelBuilder().Input("x", 2, 17, 7, 7).Node("Div", ["x", "x"], ["y"]).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [x], Tolerance.Rounding);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void Broadcasting_from_an_axis_on(int opset) => LegacyAxes.Check("Div", opset, (x, y) => x / y);
}
