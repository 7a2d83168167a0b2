using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;


public sealed class NonZeroTests
{
    public static TheoryData<ElementType> Types() => [.. Enum.GetValues<ElementType>()];

    [Theory]
    [InlineData(new long[] { 7 })]
    [InlineData(new long[] { 3, 5 })]
    [InlineData(new long[] { 2, 1, 4, 3 })]
    public void Coordinates_in_order(long[] shape)
    {
        Tensor x = new TensorRandom(1).Integers(ElementType.Int64, new Shape(shape), 0, 2);
        foreach (long opset in new[] { 9, 13 })
            new DataDependentCase("NonZero", opset).Input(x).Check();
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_element_type(ElementType type)
    {
        Tensor x = new TensorRandom(2).Any(type, new Shape(3, 3), 0, 1);
        x.Bytes.Span.Clear();
        x.Bytes.Span[x.Bytes.Length - 1] = type.IsFloat() ? (byte)0x40 : (byte)1;
        Tensor found = new DataDependentCase("NonZero", 13).Input(x).Compute()[0];
        Assert.Equal([2, 2], found.Span<long>().ToArray());
    }

    [Fact]
    public void Negative_zeros_are_zero_and_NaN_is_not()
    {
        Tensor found = new DataDependentCase("NonZero", 13).Input(TestTensors.Floats(-0f, float.NaN, 0, -1, float.Epsilon)).Compute()[0];
        Assert.Equal([1, 3, 4], found.Span<long>().ToArray());
    }

    [Fact]
    public void Results_beyond_the_limit_are_refused()
    {
        Tensor x = new TensorRandom(1).Floats(new Shape(100), 1, 2);
        Assert.Throws<ActivationLimitException>(() => new DataDependentCase("NonZero", 13).Input(x).Compute(maxBytes: 799));
        Assert.Equal(new Shape(1, 100), new DataDependentCase("NonZero", 13).Input(x).Compute(maxBytes: 800)[0].Shape);
    }
}
