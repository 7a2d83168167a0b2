using Fovea.Models.FeatureMaps;
using Fovea.Models.FeatureMaps.Drawing;

namespace Fovea.Models.Tests.FeatureMaps;

public sealed class LegendLayoutTests
{
    private static readonly string[] Names =
    [
        "a", "logits", "/features/features.0/features.0.2/Clip_output_0", new('n', 3000), "Größe\n\t💡", "",
    ];

    public static TheoryData<int, int> Pictures()
    {
        var pictures = new TheoryData<int, int>();
        for (int name = 0; name < Names.Length; name++)
        {
            foreach (int width in (int[])[1, 8, 75, 210, 319, 320, 500, 1199, 1200, 2400, 32_767])
                pictures.Add(name, width);
        }

        return pictures;
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Every_part_is_inside_the_picture_and_beside_the_others(int name, int width)
    {
        Legend legend = Legend.Of(Maps.Ramp(1, 3, 4, 5), 2, NormalizationScope.Channel) with { Name = Names[name] };

        var layout = new LegendLayout(legend, width);

        Assert.InRange(layout.Width, width, Math.Max(width, 400));
        foreach (PlacedText text in (PlacedText[])[layout.Name, layout.Output, layout.Low, layout.High, layout.Caption])
        {
            Assert.InRange(text.X, 0, layout.Width - BitmapFont.Text.Width(text.Text, text.Scale));
            Assert.InRange(text.Y, 0, layout.Height - BitmapFont.Text.Height * text.Scale);
        }

        Assert.True(layout.Name.X + BitmapFont.Text.Width(layout.Name.Text, layout.Name.Scale) < layout.Output.X);
        Assert.True(layout.Low.X + BitmapFont.Text.Width(layout.Low.Text, layout.Low.Scale) < layout.Bar.X);
        Assert.True(layout.Bar.X + layout.Bar.Width < layout.High.X);
        Assert.True(layout.Bar.Width >= 64);
    }

    [Fact]
    public void Names_of_up_to_24_characters_are_whole_and_longer_ones_keep_both_ends()
    {
        Legend legend = Legend.Of(Maps.Ramp(1, 2, 1, 1), null, NormalizationScope.Layer);
        string longest = new('n', 24);

        Assert.Equal(longest, new LegendLayout(legend with { Name = longest }, 1).Name.Text);
        Assert.Equal("/features/fe…ip_output_0", new LegendLayout(legend with { Name = Names[2] }, 1).Name.Text);
        Assert.Equal(Names[2], new LegendLayout(legend with { Name = Names[2] }, 600).Name.Text);
    }

    [Fact]
    public void Text_grows_with_the_picture()
    {
        Legend legend = Legend.Of(Maps.Ramp(1, 2, 1, 1), null, NormalizationScope.Layer);

        Assert.Equal([1, 2, 3, 4], ((int[])[100, 600, 1300, 3000]).Select(width => new LegendLayout(legend, width).Name.Scale));
    }
}
