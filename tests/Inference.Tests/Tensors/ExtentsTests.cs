using Fovea.Inference.Tensors;

namespace Fovea.Inference.Tests.Tensors;

/// <summary>Arithmetic on numbers that a model gives ends in a number or in that model's error.</summary>
public sealed class ExtentsTests
{
    [Theory]
    [InlineData(new long[] { }, true)]
    [InlineData(new long[] { 0, 5 }, true)]
    [InlineData(new long[] { 1L << 24, 1L << 23 }, true)]
    [InlineData(new long[] { 1L << 24, 1L << 24 }, false)]
    [InlineData(new long[] { 0, 1L << 62, 4 }, false)]
    [InlineData(new long[] { long.MaxValue, long.MaxValue, long.MaxValue }, false)]
    [InlineData(new long[] { -1 }, false)]
    [InlineData(new long[] { long.MinValue, 0 }, false)]
    public void Shapes_have_bounds(long[] extents, bool fits)
    {
        if (fits)
            Extents.Check(extents);
        else
            Assert.Throws<InvalidModelException>(() => Extents.Check(extents));
    }

    [Fact]
    public void Ranks_have_bounds()
    {
        Extents.Check([.. Enumerable.Repeat(1L, 64)]);
        Assert.Throws<UnsupportedModelException>(() => Extents.Check([.. Enumerable.Repeat(1L, 65)]));
    }

    [Theory]
    [InlineData(long.MaxValue, 1)]
    [InlineData(long.MinValue, -1)]
    [InlineData(1L << 62, 1L << 62)]
    public void A_sum_that_does_not_fit_is_the_models_error(long a, long b) =>
        Assert.Throws<InvalidModelException>(() => Extents.Add(a, b));

    [Theory]
    [InlineData(1L << 32, 1L << 31)]
    [InlineData(long.MinValue, -1)]
    [InlineData(long.MinValue, 2)]
    public void A_product_that_does_not_fit_is_the_models_error(long a, long b) =>
        Assert.Throws<InvalidModelException>(() => Extents.Multiply(a, b));

    [Fact]
    public void What_fits_is_calculated()
    {
        Assert.Equal(long.MinValue, Extents.Add(long.MinValue + 1, -1));
        Assert.Equal(long.MaxValue, Extents.Add(long.MaxValue, 0));
        Assert.Equal(long.MinValue, Extents.Multiply(1L << 32, -(1L << 31)));
        Assert.Equal(-6, Extents.Multiply(2, -3));
        Assert.Equal(30, Extents.Product([2, 3, 5]));
        Assert.Equal(1, Extents.Product([]));
        Assert.Equal(1 << 28, Extents.ToKernelInt(1L << 28, "columns"));
        Assert.Contains(
            "columns", Assert.Throws<UnsupportedModelException>(() => Extents.ToKernelInt((1L << 28) + 1, "columns")).Message,
            StringComparison.Ordinal);
    }
}
