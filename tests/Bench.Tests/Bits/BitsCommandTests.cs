using Fovea.Bench.Bits;
using Fovea.Models.Bundled;

namespace Fovea.Bench.Tests.Bits;

/// <summary>The bundled model in this build and a second copy of it.</summary>
public sealed class BitsCommandTests
{
    [Fact]
    public void A_build_has_its_own_bits_at_every_instruction_set()
    {
        (BitsSummary summary, string text) = Compare("--isa", "all");
        Assert.True(summary.IsSame, text);
        Assert.Contains("the same build", text);
        Assert.Contains("digits/model:", text);
        Assert.EndsWith("The same bits.", text.TrimEnd());
    }

    [Fact]
    public void Without_Winograd_s_algorithm_the_differences_are_found()
    {
        (BitsSummary summary, string text) = Compare("--control", "true");
        Assert.True(summary.ResultsDiffer, text);
        Assert.Contains("other bits: digits/model;", text);
    }

    [Fact]
    public void Both_builds_take_another_processor_s_description()
    {
        (BitsSummary summary, string text) = Compare("--processor", "zen4");
        Assert.True(summary.IsSame, text);
        Assert.Contains("tuned for zen4.", text);
    }

    [Fact]
    public void Nothing_compared_is_not_the_same()
    {
        (BitsSummary summary, string text) = Compare("--only", "no such model");
        Assert.False(summary.IsSame);
        Assert.Contains("No result was compared.", text);
    }

    [Theory]
    [InlineData("digits")]
    [InlineData("model")]
    [InlineData("digits/model")]
    public void A_model_goes_by_its_path_its_folder_or_its_file(string name) =>
        Assert.Equal("digits/model", Assert.Single(ModelFile.Find(BundledModels.Folder, $"other,{name}")).Name);

    [Fact]
    public void An_instruction_set_that_is_not_there_is_refused() =>
        Assert.Contains("Vector9", Assert.Throws<ArgumentException>(() => Compare("--isa", "Vector9")).Message);

    private static (BitsSummary Summary, string Text) Compare(params string[] more)
    {
        var writer = new StringWriter();
        BitsSummary summary = BitsCommand.Compare(
            BitsOptions.Read(
                new Arguments(
                    [
                        "bits", "--against", AppContext.BaseDirectory, "--models", BundledModels.Folder, "--batch", "2", "--threads", "2",
                        .. more,
                    ])),
            writer);
        return (summary, writer.ToString());
    }
}
