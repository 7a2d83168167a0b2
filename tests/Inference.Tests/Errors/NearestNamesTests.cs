namespace Fovea.Inference.Tests.Errors;

public sealed class NearestNamesTests
{
    private static readonly string[] Names = ["conv1", "conv2", "fire2/squeeze1x1_1", "fire2/squeeze1x1_2", "pool10", "softmaxout_1"];

    [Theory]
    [InlineData("conv3", "conv1", "conv2")]
    [InlineData("Conv1", "conv1", "conv2")]
    [InlineData("fire2_squeeze1x1_1", "fire2/squeeze1x1_1", "fire2/squeeze1x1_2")]
    [InlineData("softmax", "softmaxout_1")]
    [InlineData("pool1", "pool10")]
    public void The_nearest_come_first(string wanted, params string[] expected) =>
        Assert.Equal(expected, NearestNames.Find(wanted, Names, expected.Length));

    [Theory]
    [InlineData("xyzxyzxyz")]
    [InlineData("")]
    public void Nothing_near_is_nothing(string wanted) => Assert.Empty(NearestNames.Find(wanted, Names));

    [Fact]
    public void Long_names_cost_nothing() => Assert.Empty(NearestNames.Find(new string('x', 1_000_000), Names));

    [Fact]
    public void The_sentence_offers_the_names()
    {
        Assert.Equal(" Did you mean 'a' or 'b'?", NearestNames.Sentence(["a", "b"]));
        Assert.Equal("", NearestNames.Sentence([]));
    }
}
