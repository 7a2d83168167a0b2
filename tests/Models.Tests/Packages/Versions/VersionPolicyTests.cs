using Fovea.Models.Packages.Versions;

namespace Fovea.Models.Tests.Packages.Versions;

public sealed class VersionPolicyTests
{
    [Theory]
    [InlineData("all", "5,4,2,1")]
    [InlineData("latest", "5")]
    [InlineData("2 latest", "5,4")]
    [InlineData("9 latest", "5,4,2,1")]
    [InlineData("1,4", "4,1")]
    [InlineData("2", "2")]
    [InlineData(" 4 , 3 ", "4")]
    public void It_chooses(string text, string expected)
    {
        Assert.True(VersionPolicy.TryParse(text, out VersionPolicy policy));
        Assert.Equal(expected, string.Join(',', policy.Choose([1, 4, 2, 5])));
        Assert.True(VersionPolicy.TryParse(policy.ToString(), out VersionPolicy again));
        Assert.Equal(expected, string.Join(',', again.Choose([1, 4, 2, 5])));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("newest")]
    [InlineData("0 latest")]
    [InlineData("-1 latest")]
    [InlineData("1,,2")]
    [InlineData("0")]
    [InlineData("latest 2")]
    public void What_is_no_policy_is_refused(string? text) => Assert.False(VersionPolicy.TryParse(text, out _));
}
