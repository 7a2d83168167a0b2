using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ConcatTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(-1)]
    [InlineData(-3)]
    public void Every_axis(int axis)
    {
        var random = new TensorRandom(axis + 4);
        Tensor[] parts = [.. new[] { 3, 1, 17 }.Select(extent => random.Floats(new Shape(2, 5, 7, 3).With(axis, extent)))];
        Check(axis, parts);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(16, 16)]
    [InlineData(17, 5)]
    [InlineData(24, 24)]
    [InlineData(49, 116)]
    public void Channels(int first, int second)
    {
        var random = new TensorRandom(first);
        Check(1, random.Floats(2, first, 7, 7), random.Floats(2, second, 7, 7), random.Floats(2, 3, 7, 7));
    }

    [Fact]
    public void One_part_alone() => Check(1, new TensorRandom(1).Floats(2, 5, 3));

    [Fact]
    public void An_empty_part()
    {
        Tensor x = new TensorRandom(2).Floats(3, 5);
        new OperatorCase("Concat", 13).Input(x).Constant(new Tensor(ElementType.Float32, new Shape(0, 5))).Attribute("axis", 0)
            .Check(Tolerance.Exact, NdArray.Of(x));
    }

    [Theory]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.Bool)]
    public void Other_element_types(ElementType type)
    {
        var random = new TensorRandom(3);
        Check(0, random.Any(type, new Shape(3), 0, 2), random.Any(type, new Shape(5), 0, 2));
    }

    [Fact]
    public void Branches_of_a_network_meet()
    {
        var random = new TensorRandom(4);
        byte[] model = new OnnxModelBuilder()
            .Input("x", 2, 17, 7, 7)
            .Initializer("w1", random.Floats(5, 17, 1, 1)).Initializer("w3", random.Floats(16, 17, 3, 3))
            .Node("Conv", ["x", "w1"], ["a"])
            .Node("Conv", ["x", "w3"], ["b"], ("pads", new[] { 1, 1, 1, 1 }))
            .Node("Relu", "b", "c")
            .Node("MaxPool", "x", "d", ("kernel_shape", new[] { 3, 3 }), ("pads", new[] { 1, 1, 1, 1 }))
            .Node("Concat", ["a", "c", "d", "x", "a"], ["y"], ("axis", 1))
            .Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [random.Floats(2, 17, 7, 7)], Tolerance.Accumulated);
    }

    private static void Check(int axis, params Tensor[] parts)
    {
        foreach (long opset in new long[] { 11, 13 })
        {
            var operation = new OperatorCase("Concat", opset).Attribute("axis", axis);
            foreach (Tensor part in parts)
                operation.Input(part);
            operation.Check(Tolerance.Exact, ReferenceMovement.Concat(axis, [.. parts.Select(NdArray.Of)]));
        }
    }

    [Fact]
    public void Axis_1_unless_given_in_opset_1()
    {
        Tensor x = new TensorRandom(1).Floats(2, 3), y = new TensorRandom(2).Floats(2, 4);
        new OperatorCase("Concat", 1).WithoutOnnxRuntime().Input(x).Input(y).Check(Tolerance.Exact, ReferenceMovement.Concat(1, x, y));
    }

    [Fact]
    public void With_an_operand_without_elements()
    {
        Tensor x = new TensorRandom(1).Floats(2, 3), y = new(ElementType.Float32, new Shape(2, 0));
        new OperatorCase("Concat", 13).Input(x).Input(y).Attribute("axis", 1).Check(Tolerance.Exact, x);
    }
}
