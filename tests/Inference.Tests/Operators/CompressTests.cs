using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;


public sealed class CompressTests
{
    [Theory]
    [InlineData(0, new[] { true, false, true })]
    [InlineData(1, new[] { false, true })]
    [InlineData(-1, new[] { true, true, false, true, true })]
    [InlineData(null, new[] { false, true, false, false, true })]
    [InlineData(1, new[] { false, false, false })]
    public void Slices_or_elements(int? axis, bool[] condition)
    {
        Tensor x = new TensorRandom(1).Floats(3, 4, 5);
        foreach (long opset in new[] { 9, 11 })
        {
            if (axis is null or >= 0 || opset > 9)
                new DataDependentCase("Compress", opset).Input(x).Input(Tensor.From<bool>(new Shape(condition.Length), condition))
                    .Attribute("axis", axis is { } a ? (long)a : null).Check();
        }
    }

    [Theory]
    [InlineData(ElementType.Bool)]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.Int64)]
    public void Other_element_types(ElementType type)
    {
        Tensor x = new TensorRandom(2).Any(type, new Shape(4), 0, 2);
        Tensor found = new DataDependentCase("Compress", 11).Input(x).Input(Tensor.From<bool>(new Shape(3), [false, true, true]))
            .Compute()[0];
        Assert.Equal(x.ToDoubles()[1..3], found.ToDoubles());
    }

    [Fact]
    public void A_condition_longer_than_the_axis_is_refused()
    {
        Tensor x = new TensorRandom(2).Floats(2);
        Assert.Throws<InvalidInputException>(() =>
            new DataDependentCase("Compress", 11).Input(x).Input(Tensor.From<bool>(new Shape(3), [true, true, true])).Compute());
    }

    [Fact]
    public void Any_byte_but_zero_is_true()
    {
        var condition = new Tensor(ElementType.Bool, new Shape(3), new byte[] { 2, 0, 255 });
        Tensor found = new DataDependentCase("Compress", 11).Input(TestTensors.Floats(5, 6, 7)).Input(condition).Compute()[0];
        Assert.Equal([5, 7], found.Span<float>().ToArray());
    }

    [Fact]
    public void More_outputs_than_there_are_are_refused() => Assert.Throws<InvalidModelException>(() =>
        new DataDependentCase("Compress", 11).Input(TestTensors.Floats(5)).Input(Tensor.From<bool>(new Shape(1), [true]))
            .Outputs(2).Compute());
}
