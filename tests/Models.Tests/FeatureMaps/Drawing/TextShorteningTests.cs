using Fovea.Models.FeatureMaps.Drawing;

namespace Fovea.Models.Tests.FeatureMaps.Drawing;

public sealed class TextShorteningTests
{
    [Theory]
    [InlineData("conv1", 5, "conv1")]
    [InlineData("conv1", 4, "co…1")]
    [InlineData("conv1", 3, "c…1")]
    [InlineData("conv1", 2, "c…")]
    [InlineData("conv1", 1, "…")]
    [InlineData("", 0, "")]
    [InlineData("a💡b💡c", 5, "a💡b💡c")]
    [InlineData("a💡b💡c", 3, "a…c")]
    public void Long_texts_keep_both_ends(string text, int length, string expected) =>
        Assert.Equal(expected, TextShortening.Middle(text, length));
}
