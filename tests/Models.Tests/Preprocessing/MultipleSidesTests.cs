using Fovea.Imaging.Resampling;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Tests.Preprocessing;

public sealed class MultipleSidesTests
{
    private static readonly MultipleSides Text = new() { Of = 32, Longest = 960 };

    private static readonly MultipleSides Pose = new() { Of = 16, Plus = 1, Factor = 0.5, RoundsDown = true };

    // PaddleOCR, DetResizeForTest.resize_image_type0.
    [Theory]
    [InlineData(1024, 768, 960, 704)]
    [InlineData(259, 194, 256, 192)]
    [InlineData(517, 606, 512, 608)]
    [InlineData(48, 80, 64, 64)]
    [InlineData(5, 3000, 32, 960)]
    [InlineData(1, 1, 32, 32)]
    public void The_nearest_multiple_is_taken_and_the_longer_side_is_limited(int width, int height, int toWidth, int toHeight) =>
        Assert.Equal((toWidth, toHeight), Text.For(width, height));

    // body-pix/src/util.ts, toValidInputResolution.
    [Theory]
    [InlineData(517, 606, 257, 289)]
    [InlineData(800, 533, 401, 257)]
    [InlineData(64, 66, 33, 33)]
    [InlineData(31, 1, 1, 1)]
    public void A_factor_and_a_remainder_give_the_next_one_down(int width, int height, int toWidth, int toHeight) =>
        Assert.Equal((toWidth, toHeight), Pose.For(width, height));

    // transformers, get_size_with_aspect_ratio of image_transforms.py and, with multiples of 16, of YOLOS.
    [Theory]
    [InlineData(640, 480, 1066, 800, 1056, 800)]
    [InlineData(480, 640, 800, 1066, 800, 1056)]
    [InlineData(3000, 1000, 1333, 444, 1328, 432)]
    [InlineData(1000, 3001, 444, 1333, 432, 1328)]
    [InlineData(800, 800, 800, 800, 800, 800)]
    [InlineData(800, 1200, 800, 1200, 800, 1200)]
    [InlineData(1333, 800, 1333, 800, 1328, 800)]
    [InlineData(37, 91, 542, 1333, 528, 1328)]
    [InlineData(1999, 1201, 1331, 800, 1328, 800)]
    public void The_shorter_side_has_its_length_while_the_longer_one_is_not_too_long(
        int width, int height, int detrWidth, int detrHeight, int yolosWidth, int yolosHeight)
    {
        var detr = new MultipleSides { Of = 1, Shortest = 800, Longest = 1333, RoundsDown = true };
        Assert.Equal((detrWidth, detrHeight), detr.For(width, height));
        Assert.Equal((yolosWidth, yolosHeight), (detr with { Of = 16 }).For(width, height));
    }

    [Theory]
    [InlineData(640, 480, 682, 512)]
    [InlineData(1000, 3001, 512, 1536)]
    public void The_longer_side_need_not_be_limited(int width, int height, int toWidth, int toHeight) =>
        Assert.Equal((toWidth, toHeight), new MultipleSides { Of = 1, Shortest = 512 }.For(width, height));

    [Fact]
    public void The_rule_is_shown_in_the_words_of_its_file()
    {
        Assert.Equal("multiple of 32, longest 960", SettingText.Of(ResizeRule.Multiple(Text, ResizeFilter.OpenCvLinear)));
        Assert.Equal(
            "multiple of 16 plus 1, factor 0.5, rounding floor", SettingText.Of(ResizeRule.Multiple(Pose, ResizeFilter.OpenCvLinear)));
    }
}
