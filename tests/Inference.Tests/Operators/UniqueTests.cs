using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;


public sealed class UniqueTests
{
    [Theory]
    [InlineData(null, 1)]
    [InlineData(null, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    public void Elements_or_slices(int? axis, int sorted)
    {
        Tensor x = Tensor.From<float>(
            new Shape(6, 4, 2), [.. new TensorRandom(1).Integers(ElementType.Int32, new Shape(48), 0, axis is null ? 9 : 2).Span<int>()
                .ToArray()
                .Select(v => (float)v)]);
        foreach (int outputs in new[] { 1, 2, 3, 4 })
            new DataDependentCase("Unique", 11).Input(x).Attribute("axis", axis is { } a ? (long)a : null)
                .Attribute("sorted", (long)sorted).Outputs(outputs).Check();
    }

    public static TheoryData<ElementType> Types() => [.. Enum.GetValues<ElementType>()];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_element_type(ElementType type)
    {
        Tensor x = new TensorRandom(3).Integers(ElementType.Int32, new Shape(9), 0, 2);
        Tensor given = new(type, x.Shape);
        int size = type.SizeInBytes();
        for (int i = 0; i < 9; i++)
            given.Bytes.Span[(i * size) + size - 1] = (byte)(x.Span<int>()[i] == 0 ? 0 : type.IsFloat() ? 0x40 : 1);
        Tensor[] found = new DataDependentCase("Unique", 11).Input(given).Outputs(4).Compute();
        Assert.Equal(2, found[0].Shape.ElementCount);
        Assert.Equal(x.Span<int>().ToArray().Select(v => (long)v), found[2].Span<long>().ToArray());
    }

    [Fact]
    public void NaN_is_one_value_and_the_largest()
    {
        Tensor[] found = new DataDependentCase("Unique", 11).Input(TestTensors.Floats(float.NaN, 1, float.NaN, 0)).Outputs(4).Compute();
        Assert.Equal([0, 1, float.NaN], found[0].Span<float>().ToArray());
        Assert.Equal([3, 1, 0], found[1].Span<long>().ToArray());
        Assert.Equal([1, 1, 2], found[3].Span<long>().ToArray());
    }

    [Fact]
    public void Stops_when_told_so()
    {
        Tensor x = new TensorRandom(1).Floats(200_000);
        int asked = 0;
        Assert.Throws<OperationCanceledException>(() => new DataDependentCase("Unique", 11).Input(x).Compute(throwIfStopped: () =>
        {
            if (++asked == 2)
                throw new OperationCanceledException();
        }));
    }
}
