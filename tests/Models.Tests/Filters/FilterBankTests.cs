using Fovea.Inference;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Filters;
using SkiaSharp;

namespace Fovea.Models.Tests.Filters;

public sealed class FilterBankTests
{
    [Theory]
    [InlineData(new long[] { 4, 3, 2, 5 }, 0, 1, 4, 3, 2, 5)]
    [InlineData(new long[] { 6, 4, 2, 2 }, 1, 1, 4, 6, 2, 2)]
    [InlineData(new long[] { 6, 4, 2, 2 }, 1, 2, 8, 3, 2, 2)]
    [InlineData(new long[] { 4, 3, 7 }, 0, 1, 4, 3, 1, 7)]
    [InlineData(new long[] { 4, 3, 2, 2, 2 }, 0, 1, 4, 3, 4, 2)]
    [InlineData(new long[] { 10, 48 }, 0, 1, 10, 48, 1, 1)]
    [InlineData(new long[] { 48, 10 }, 1, 1, 10, 48, 1, 1)]
    [InlineData(new long[] { 16 }, 0, 1, 16, 1, 1, 1)]
    public void Filters_are_cut_out_of_weights(long[] shape, int axis, int groups, int count, int slices, int rows, int columns)
    {
        FilterBank bank = Bank(shape, axis, groups);

        Assert.Equal((count, slices, rows, columns), (bank.Count, bank.Slices, bank.Rows, bank.Columns));
        Assert.Equal(
            Enumerable.Range(0, (int)new Shape(shape).ElementCount).Select(i => (float)i),
            Enumerable.Range(0, count).SelectMany(bank.Filter).Order());
    }

    [Fact]
    public void A_transposed_filter_reads_the_channels_of_its_group()
    {
        FilterBank bank = Bank([4, 2, 1, 1], 1, 2);

        Assert.Equal([[0f, 2f], [1f, 3f], [4f, 6f], [5f, 7f]], Enumerable.Range(0, 4).Select(bank.Filter));
    }

    [Fact]
    public void Filters_over_three_channels_are_drawn_in_colours()
    {
        var values = new Tensor(ElementType.Float32, new Shape(1, 3, 1, 2));
        ((ReadOnlySpan<float>)[1, -1, 0, 0, -1, 1]).CopyTo(values.Span<float>());
        using SKBitmap picture = SKBitmap.Decode(
            FilterRenderer.RenderPng(new FilterBank(new LayerWeights("w", "Conv", values, 0)), null, null, 1, 1000));

        Assert.Equal((4, 3), (picture.Width, picture.Height));
        Assert.Equal((new SKColor(255, 128, 0), new SKColor(0, 128, 255)), (picture.GetPixel(1, 1), picture.GetPixel(2, 1)));
    }

    [Fact]
    public void The_usual_scale_lets_a_picture_fit()
    {
        using SKBitmap picture = SKBitmap.Decode(FilterRenderer.RenderPng(Bank([1, 4420, 1, 2], 0, 1), null, null, null, 16_000_000));

        Assert.Equal((4420 * 7 + 1, 5), (picture.Width, picture.Height));
    }

    [Fact]
    public void A_picture_that_is_too_large_is_refused() => Assert.Contains(
        "one filter", Assert.Throws<PictureTooLargeException>(
            () => FilterRenderer.RenderPng(Bank([64, 64, 3, 3], 0, 1), null, null, 16, 100_000)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0L, 3L, 2L, 2L)]
    [InlineData(4L, 0L, 2L, 2L)]
    [InlineData(4L, 3L, 0L, 2L)]
    [InlineData(0L)]
    public void Without_weights_there_is_nothing_to_draw(params long[] shape) => Assert.Contains(
        "nothing to draw",
        Assert.Throws<ArgumentException>(() => FilterRenderer.RenderPng(Bank(shape, 0, 1), null, null, null, 1000)).Message,
        StringComparison.Ordinal);

    private static FilterBank Bank(long[] shape, int axis, int groups)
    {
        var values = new Tensor(ElementType.Float32, new Shape(shape));
        Span<float> numbers = values.Span<float>();
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = i;
        return new FilterBank(new LayerWeights("w", "Conv", values, axis) { Groups = groups });
    }
}
