using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Optimization;

/// <summary>Operands whose number of elements is what a pass looks for, but whose shape is not: the result is ONNX Runtime's.</summary>
public sealed class NearMissTests
{
    private readonly TensorRandom _random = new(9);

    [Fact]
    public void An_addend_of_a_product_that_is_a_column_with_a_residual() => Check(
        new OnnxModelBuilder(12).Input("x", 4, 4).Initializer("w", _random.Floats(4, 4)).Initializer("column", _random.Floats(4, 1))
            .Node("Gemm", ["x", "w", "column"], ["a"]).Node("Add", ["a", "x"], ["b"]).Node("Relu", "b", "y"),
        new Shape(4, 4));

    [Fact]
    public void An_addend_of_a_product_that_is_a_column_with_a_scale() => Check(
        new OnnxModelBuilder(12).Input("x", 4, 4).Initializer("w", _random.Floats(4, 4)).Initializer("column", _random.Floats(4, 1))
            .Initializer("s", _random.Floats(4))
            .Node("Gemm", ["x", "w", "column"], ["a"]).Node("Mul", ["a", "s"], ["y"]),
        new Shape(4, 4));

    [Theory]
    [InlineData(5)]
    [InlineData(3)]
    public void The_channels_of_a_normalised_stack_of_products_are_not_its_columns(int channels) => Check(
        new OnnxModelBuilder(12).Input("x", 2, channels, 7).Initializer("w", _random.Floats(7, 3))
            .Initializer("scale", _random.Floats(channels)).Initializer("shift", _random.Floats(channels))
            .Initializer("mean", _random.Floats(channels))
            .Initializer("variance", _random.Floats(new Shape(channels), 0.5f, 2))
            .Node("MatMul", ["x", "w"], ["a"]).BatchNorm("a", "y"),
        new Shape(2, channels, 7));

    [Fact]
    public void A_number_added_to_the_product_of_a_vector_and_a_column() => Check(
        new OnnxModelBuilder(12).Input("x", 6).Initializer("w", _random.Floats(6, 1)).Initializer("number", TestTensors.Float(3))
            .Node("MatMul", ["x", "w"], ["a"]).Node("Add", ["a", "number"], ["y"]),
        new Shape(6));

    [Fact]
    public void A_pad_that_shifts_keeps_the_shape_but_not_the_elements() => Check(
        new OnnxModelBuilder(12).Input("x", 1, 2, 5, 5).Initializer("pads", TestTensors.Int64s(0, 0, 1, -2, 0, 0, -1, 2))
            .Node("Relu", "x", "a").Node("Pad", ["a", "pads"], ["y"]),
        new Shape(1, 2, 5, 5));

    /// <summary>One number with more axes than the map gives the result more axes.</summary>
    [Theory]
    [InlineData("root2")]
    [InlineData("one")]
    [InlineData("half")]
    public void A_number_of_gelu_that_adds_an_axis(string number)
    {
        var builder = new OnnxModelBuilder(12).Input("x", 2, 3);
        foreach ((string name, float value) in new[] { ("root2", MathF.Sqrt(2)), ("one", 1f), ("half", 0.5f) })
            builder.Initializer(name, TestTensors.Floats(name == number ? new Shape(1, 1, 1) : Shape.Scalar, value));
        Check(
            builder.Node("Div", ["x", "root2"], ["a"]).Node("Erf", "a", "b").Node("Add", ["b", "one"], ["c"]).Node("Mul", ["x", "c"], ["d"])
                .Node("Mul", ["d", "half"], ["y"]),
            new Shape(2, 3));
    }

    private void Check(OnnxModelBuilder builder, Shape input) =>
        ModelCheck.AgreesWithOnnxRuntime(builder.Output("y").Build(), [_random.Floats(input)], Tolerance.Accumulated);
}
