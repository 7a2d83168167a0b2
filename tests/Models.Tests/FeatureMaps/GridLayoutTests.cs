using Fovea.Models.FeatureMaps;

namespace Fovea.Models.Tests.FeatureMaps;

public sealed class GridLayoutTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 3, 1)]
    [InlineData(4, 2, 2)]
    [InlineData(10, 5, 2)]
    [InlineData(16, 4, 4)]
    [InlineData(96, 12, 8)]
    public void A_grid_to_look_at_leaves_few_places_empty(int channels, int columns, int rows)
    {
        var style = GridStyle.Legible(channels, 70);
        var grid = new GridLayout(channels, channels, (70, 70), style);

        Assert.Equal(columns * (70 + style.Gap) + style.Gap, grid.Width);
        Assert.Equal(rows * (70 + style.LabelHeight + style.Gap) + style.Gap, grid.Height);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 3, 200)]
    [InlineData(2048, 7, 7)]
    [InlineData(12, 140, 3)]
    public void Maps_and_labels_do_not_overlap(int channels, int width, int height)
    {
        foreach (GridStyle style in (GridStyle[])[GridStyle.Bare, GridStyle.Legible(channels, width)])
        {
            var grid = new GridLayout(channels, channels, (width, height), style);
            var taken = new HashSet<(int, int)>();
            for (int channel = 0; channel < channels; channel++)
            {
                (int labelX, int labelY) = grid.Label(channel);
                (int x, int y) = grid.Map(channel);
                Assert.True(taken.Add((x, y)));
                Assert.True(labelY + style.Font.CapHeight * style.FontScale <= y);
                Assert.InRange(x + width, 1, grid.Width - style.Gap);
                Assert.InRange(y + height, 1, grid.Height - style.Gap);
                Assert.InRange(labelX + style.LabelWidth(channel), 1, grid.Width - style.Gap);
            }
        }
    }

    [Fact]
    public void Labels_are_never_wider_than_maps_where_they_can_be_smaller()
    {
        Assert.Equal((7, 2), (GridStyle.Legible(10, 200).Font.CapHeight, GridStyle.Legible(10, 200).FontScale));
        Assert.Equal((7, 1), (GridStyle.Legible(2048, 28).Font.CapHeight, GridStyle.Legible(2048, 28).FontScale));
        Assert.Equal((5, 1), (GridStyle.Legible(2048, 7).Font.CapHeight, GridStyle.Legible(2048, 7).FontScale));
    }

    [Theory]
    [InlineData(2048, 1)]
    [InlineData(2048, 7)]
    [InlineData(512, 28)]
    [InlineData(12, 140)]
    public void Labels_of_neighbours_are_apart_whatever_the_size_of_the_maps(int channels, int width)
    {
        GridStyle style = GridStyle.Legible(channels, width);
        var grid = new GridLayout(channels, channels, (width, width), style);

        for (int channel = 1; channel < channels; channel++)
        {
            (int left, int leftY) = grid.Label(channel - 1);
            (int right, int rightY) = grid.Label(channel);
            if (leftY == rightY)
                Assert.True(right - (left + style.LabelWidth(channel - 1)) >= 4);
        }
    }
}
