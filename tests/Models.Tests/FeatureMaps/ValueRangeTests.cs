using Fovea.Models.FeatureMaps;

namespace Fovea.Models.Tests.FeatureMaps;

public sealed class ValueRangeTests
{
    [Theory]
    [InlineData(0f, 1f, "0", "1")]
    [InlineData(-0f, 1234567f, "0", "1.235E+06")]
    [InlineData(-2.03449f, 3.57891f, "-2.034", "3.579")]
    [InlineData(7.6412e-8f, 0.55321f, "7.641E-08", "0.5532")]
    [InlineData(1.00001f, 1.00002f, "1.00001", "1.00002")]
    [InlineData(3.5f, 3.5f, "3.5", "3.5")]
    public void Both_ends_have_as_many_digits_as_tell_them_apart(float min, float max, string low, string high) =>
        Assert.Equal((low, high), new ValueRange(min, max).Texts());

    [Fact]
    public void Nothing_finite_has_no_ends() => Assert.Equal(("none", "none"), new ValueRange(null, null).Texts());
}
