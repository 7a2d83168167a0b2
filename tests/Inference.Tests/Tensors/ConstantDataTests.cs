using Fovea.Inference.Graphs;
using Fovea.Inference.Tensors;
using Fovea.Inference.Tests.Support;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Tests.Tensors;

/// <summary>Which constants are the same one, and which are held.</summary>
public sealed class ConstantDataTests
{
    private static readonly WatchedSource File = new(new byte[4096]);

    [Fact]
    public void Constants_over_the_same_memory_are_equal_and_copies_are_not()
    {
        Tensor tensor = new TensorRandom(1).Floats(5, 20);
        Same(new MemoryConstant(tensor), new MemoryConstant(tensor));
        Same(new MemoryConstant(tensor).Reshape(new Shape(100)), new MemoryConstant(tensor).Reshape(new Shape(100)));
        Assert.NotEqual<ConstantData>(new MemoryConstant(tensor), new MemoryConstant(tensor).Reshape(new Shape(100)));
        Assert.NotEqual(new MemoryConstant(tensor), new MemoryConstant(new TensorRandom(1).Floats(5, 20)));
    }

    [Fact]
    public void Small_constants_of_equal_elements_are_equal()
    {
        Same(MemoryConstant.From<float>(Shape.Scalar, [2f]), MemoryConstant.From<float>(Shape.Scalar, [2f]));
        Assert.NotEqual(MemoryConstant.From<float>(Shape.Scalar, [0f]), MemoryConstant.From<float>(Shape.Scalar, [-0f]));
        Assert.NotEqual(MemoryConstant.From<float>(Shape.Scalar, [2f]), MemoryConstant.From<float>(new Shape(1), [2f]));
        Assert.NotEqual(MemoryConstant.From<int>(Shape.Scalar, [0]), MemoryConstant.From<float>(Shape.Scalar, [0f]));
    }

    [Fact]
    public void Constants_of_a_file_are_equal_by_position()
    {
        var constant = new FileConstant(ElementType.Float32, new Shape(2, 50), File, 8);
        Same(constant, new FileConstant(ElementType.Float32, new Shape(2, 50), File, 8));
        Same(constant.Reshape(new Shape(100)), new FileConstant(ElementType.Float32, new Shape(100), File, 8));
        Assert.NotEqual(constant, constant with { Offset = 12 });
        Assert.NotEqual(constant, constant with { Source = new WatchedSource(new byte[4096]) });
        Assert.NotEqual<ConstantData>(constant, constant.Reshape(new Shape(100)));
    }

    [Fact]
    public void Derived_constants_are_equal_when_what_they_are_derived_from_is()
    {
        Same(Scaled(1), Scaled(1));
        Assert.NotEqual(Scaled(1), Scaled(2));
        Assert.NotEqual(Scaled(1), Scaled(1) with { Layout = ChannelLayout.Innermost(new Shape(10, 10)) });
        ScaledWeights read = Scaled(1);
        read.ReadAll();
        Same(read, Scaled(1));
        Same(new ScaledBias(null, new ChannelScale(new Numbers(1), null)), new ScaledBias(null, new ChannelScale(new Numbers(1), null)));
        Assert.NotEqual(
            new ScaledBias(null, new ChannelScale(new Numbers(1), null)), new ScaledBias(null, new ChannelScale(null, new Numbers(1))));
        Same(new ChannelRow(new Numbers(1)), new ChannelRow(new Numbers(1)));
        Assert.NotEqual(new ChannelRow(new Numbers(1)), new ChannelRow(new Numbers(2)));

        static ScaledWeights Scaled(int number) => new(
            new FileConstant(ElementType.Float32, new Shape(10, 10), File, 0), new Numbers(number),
            ChannelLayout.Outermost(new Shape(10, 10)));
    }

    [Fact]
    public void Only_what_is_held_is_there_without_reading()
    {
        var constant = new FileConstant(ElementType.Float32, new Shape(100), File, 8);
        long before = File.BytesRead;
        Assert.Null(constant.InMemory);
        Assert.Equal((400, "Float32[100]"), (constant.ByteLength, constant.ToString()));
        Assert.Equal(before, File.BytesRead);
        Assert.Equal(new float[100], constant.ReadAll().Span<float>().ToArray());
        Assert.Equal(before + 400, File.BytesRead);
        Assert.Throws<ArgumentOutOfRangeException>(() => constant.Read(4, new byte[400]));

        Tensor tensor = new TensorRandom(1).Floats(3);
        Assert.Same(tensor, new MemoryConstant(tensor).InMemory);
        Assert.Same(tensor, new MemoryConstant(tensor).ReadAll());
    }

    private static void Same(ConstantData a, ConstantData b)
    {
        Assert.NotSame(a, b);
        Assert.Equal(a, b);
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
    }

    private sealed record Numbers(int First) : ChannelValues(10)
    {
        public override bool IsPlanSpecific => false;

        public override double[] Read() => [.. Enumerable.Range(First, Count).Select(i => (double)i)];
    }
}
