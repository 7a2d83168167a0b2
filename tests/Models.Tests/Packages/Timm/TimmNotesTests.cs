using Fovea.Inference;
using Fovea.Models.Tests.Support;

namespace Fovea.Models.Tests.Packages.Timm;

public sealed class TimmNotesTests
{
    [Theory]
    [InlineData(""" "interpolation": "random" """, "Warning config.json: interpolation: The filter is random in training")]
    [InlineData(""" "crop_mode": "rrc" """, "Warning config.json: crop_mode: The mode is not known, and is taken for center")]
    [InlineData(""" "brightness": 2 """, "Note config.json: brightness: The field is not known, and is not used.")]
    [InlineData(
        """ "input_size": [3, 40, 60], "interpolation": "bicubic" """, "Note config.json: interpolation: For an oblong input")]
    public void What_is_not_used_is_a_note(string fields, string expected)
    {
        string note = Assert.Single(Prepared.Lines(TempModels.Load(("config.json", $$"""{ "architecture": "x", {{fields}} }""")).Notes));
        Assert.StartsWith(expected, note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[3, 64, 64]", "[3, 80, 80]", 64)]
    [InlineData("[3, 64, 64]", "[3, 80, 80]", 80)]
    [InlineData("[3, 64, 64]", "null", 64)]
    [InlineData("null", "null", 64)]
    public void A_size_that_the_file_has_is_none(string train, string test, int side) => Assert.Empty(Notes(train, test, side));

    [Fact]
    public void Another_size_of_the_graph_is_a_warning()
    {
        string note = Assert.Single(Notes("[3, 64, 64]", "[3, 80, 80]", 72));
        Assert.StartsWith(
            "Warning config.json: pretrained_cfg.test_input_size: It says 80x80, and the graph was exported for 72x72", note,
            StringComparison.Ordinal);
    }

    private static string[] Notes(string train, string test, int side)
    {
        using var engine = new InferenceEngine(new InferenceOptions { Threads = 1 });
        return Prepared.Lines(Prepared.Exported(
            engine, side, side,
            ("config.json", $$"""{ "pretrained_cfg": { "input_size": {{train}}, "test_input_size": {{test}} } }""")).Package.Notes);
    }
}
