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

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void Broadcasting_from_an_axis_on(int opset) => LegacyAxes.Check("Add", opset, (x, y) => x + y);

    // A row of channels behind a convolution folds into it, and a row that is aligned with other axes does not.
    [Theory]
    [InlineData("Add", 1, 4)]
    [InlineData("Mul", 1, 4)]
    [InlineData("Sub", 1, 4)]
    [InlineData("Div", 1, 4)]
    [InlineData("Add", 2, 5)]
    [InlineData("Mul", 3, 6)]
    public void Broadcasting_from_an_axis_on_behind_a_convolution(string operation, int axis, int extent)
    {
        var random = new TensorRandom(5);
        Tensor x = random.Floats(2, 3, 5, 6), row = random.Floats(new Shape(extent), 1, 2), w = random.Floats(4, 3, 1, 1);
        byte[] old = new OnnxModelBuilder(6).Input("x", 2, 3, 5, 6).Initializer("w", w).Initializer("r", row)
            .Node("Conv", ["x", "w"], ["a"]).Node(operation, ["a", "r"], ["y"], ("broadcast", 1), ("axis", axis)).Output("y").Build();
        Shape aligned = new([extent, .. Enumerable.Repeat(1L, 3 - axis)]);
        byte[] today = new OnnxModelBuilder(13).Input("x", 2, 3, 5, 6).Initializer("w", w)
            .Initializer("r", Tensor.From<float>(aligned, row.Span<float>()))
            .Node("Conv", ["x", "w"], ["a"]).Node(operation, ["a", "r"], ["y"]).Output("y").Build();
        ModelCheck.Agrees(old, [x], OnnxRuntimeOracle.Run(today, [x]), Tolerance.Accumulated);
    }

    [Fact]
    public void An_axis_that_does_not_fit_is_refused()
    {
        byte[] model = new OnnxModelBuilder(6).Input("x", 2, 3).Input("z", 2, 3)
            .Node("Add", ["x", "z"], ["y"], ("broadcast", 1), ("axis", 1)).Output("y").Build();
        InvalidModelException error = Assert.Throws<InvalidModelException>(
            () => TestEngines.Best.Run(model, [new TensorRandom(1).Floats(2, 3), new TensorRandom(2).Floats(2, 3)]));
        Assert.Contains("from axis 1 on", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ElementType.UInt8)]
    [InlineData(ElementType.Int8)]
    [InlineData(ElementType.UInt16)]
    [InlineData(ElementType.Int16)]
    [InlineData(ElementType.UInt32)]
    [InlineData(ElementType.UInt64)]
    [InlineData(ElementType.Float16)]
    public void Every_type(ElementType type)
    {
        var random = new TensorRandom(5);
        Tensor a = random.Any(type, new Shape(3, 7), 1, 50), b = random.Any(type, new Shape(7), 1, 9);
        new OperatorCase("Add", 14).Input(a).Input(b).WithoutOnnxRuntime()
            .Check(
                type == ElementType.Float16 ? new Tolerance("half", 1e-3) : Tolerance.Exact,
                ReferenceElementwise.Binary(a, b, (x, y) => x + y));
    }

    [Fact]
    public void Bytes_wrap_around()
    {
        Tensor a = Tensor.From<byte>(new Shape(2), [200, 1]), b = Tensor.From<byte>(new Shape(2), [100, 2]);
        new OperatorCase("Add", 14).Input(a).Input(b).Check(Tolerance.Exact, new NdArray(new Shape(2), [44, 3]));
    }
}
