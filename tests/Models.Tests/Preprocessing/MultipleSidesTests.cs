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

    [Fact]
    public void The_rule_is_shown_in_the_words_of_its_file()
    {
        Assert.Equal("multiple of 32, longest 960", SettingText.Of(ResizeRule.Multiple(Text, ResizeFilter.OpenCvLinear)));
        Assert.Equal(
            "multiple of 16 plus 1, factor 0.5, rounding floor", SettingText.Of(ResizeRule.Multiple(Pose, ResizeFilter.OpenCvLinear)));
    }
}
