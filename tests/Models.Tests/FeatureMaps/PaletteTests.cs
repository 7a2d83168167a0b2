using Fovea.Models.FeatureMaps;

namespace Fovea.Models.Tests.FeatureMaps;

public sealed class PaletteTests
{
    [Theory]
    [InlineData(0f, 0x000000u)]
    [InlineData(1f, 0xFFFFFFu)]
    [InlineData(0.2f, 0x333333u)]
    [InlineData(-9f, 0x000000u)]
    [InlineData(float.PositiveInfinity, 0xFFFFFFu)]
    [InlineData(float.NegativeInfinity, 0x000000u)]
    [InlineData(float.NaN, 0xFF00FFu)]
    public void Gray_is_linear_and_clamped(float value, uint expected) =>
        Assert.Equal(expected, Palette.Of(Colormap.Gray).Colour(value, 0, 1));

    [Fact]
    public void A_range_without_extent_takes_the_low_end() => Assert.Equal(0x440154u, Palette.Of(Colormap.Viridis).Colour(5, 5, 5));

    [Fact]
    public void The_widest_range_does_not_overflow() =>
        Assert.Equal(0x808080u, Palette.Of(Colormap.Gray).Colour(0, float.MinValue, float.MaxValue));

    /// <summary>The polynomial fit of viridis by Matt Zucker (public domain) stays within 2% of the original.</summary>
    [Fact]
    public void Viridis_follows_its_polynomial_fit()
    {
        double[][] coefficients =
        [
            [
                0.2777273272234177, 0.1050930431085774, -0.3308618287255563, -4.634230498983486,
                6.228269936347081, 4.776384997670288, -5.435455855934631,
            ],
            [
                0.005407344544966578, 1.404613529898575, 0.214847559468213, -5.799100973351585,
                14.17993336680509, -13.74514537774601, 4.645852612178535,
            ],
            [
                0.3340998053353061, 1.384590162594685, 0.09509516302823659, -19.33244095627987,
                56.69055260068105, -65.35303263337234, 26.3124352495832,
            ],
        ];
        for (int step = 0; step <= 255; step++)
        {
            uint colour = Palette.Of(Colormap.Viridis).Colour(step, 0, 255);
            for (int part = 0; part < 3; part++)
            {
                double expected = coefficients[part].Reverse().Aggregate(0.0, (sum, c) => sum * (step / 255.0) + c);
                Assert.Equal(expected, ((colour >> (16 - 8 * part)) & 0xFF) / 255.0, 0.025);
            }
        }
    }
}
