using Fovea.Inference;
using Fovea.Models.Inputs;
using Fovea.Models.Pulling;
using Fovea.Models.Tests.Support;

namespace Fovea.Models.Tests.Inputs;

/// <summary>Which settings count as assumed, and what is offered to be written instead.</summary>
public sealed class AssumedPreprocessingTests
{
    private const string Processor =
        """{ "size": { "shortest_edge": 256 }, "crop_size": 224, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5] }""";

    [Theory]
    // channels, height and width of the graph's input (0: open), the file and its text: what is assumed, and what is offered
    [InlineData(
        3, 224, 224, null, "", "input.channels resize normalize",
        """{"input":{"channels":"rgb"},"resize":{"rule":"shortest-edge","size":256,"filter":"bilinear"},"normalize":"imagenet"}""")]
    [InlineData(
        3, 0, 0, null, "", "input.width input.height input.channels resize normalize",
        """
        {"input":{"width":224,"height":224,"channels":"rgb"},"resize":{"rule":"shortest-edge","size":256,"filter":"bilinear"},"normalize":"imagenet"}
        """)]
    [InlineData(
        1, 30, 40, null, "", "resize normalize",
        """{"resize":{"rule":"exact","width":40,"height":30,"filter":"bilinear"},"normalize":{"divide":255}}""")]
    [InlineData(
        3, 224, 224, "fovea.json", """{ "input": { "channels": "bgr" }, "resize": { "filter": "bicubic" } }""", "resize normalize",
        """{"resize":{"rule":"shortest-edge","size":256,"filter":"bicubic"},"normalize":"imagenet"}""")]
    [InlineData(
        3, 224, 224, "fovea.json", """{ "normalize": "none" }""", "resize",
        """{"resize":{"rule":"shortest-edge","size":256,"filter":"bilinear"}}""")]
    [InlineData(
        3, 224, 224, "fovea.json", """{ "resize": { "size": 256 } }""", "input.channels normalize",
        """{"input":{"channels":"rgb"},"normalize":"imagenet"}""")]
    [InlineData(
        3, 0, 0, "fovea.json", """{ "input": { "width": 96 }, "resize": { "rule": "exact" }, "normalize": "imagenet" }""", "input.height",
        """{"input":{"height":224}}""")]
    [InlineData(
        3, 224, 224, "config.json", """{ "id2label": { "0": "cat" } }""", "input.channels resize normalize",
        """{"input":{"channels":"rgb"},"resize":{"rule":"shortest-edge","size":256,"filter":"bilinear"},"normalize":"imagenet"}""")]
    public void What_nothing_says_is_assumed_and_offered(
        int channels, int height, int width, string? file, string text, string assumed, string offered)
    {
        SymbolicShape input = Nchw(channels, height, width);
        (string, string)[] files = file is null ? [] : [(file, text)];
        ResolvedPreprocessing resolved = ResolvedInput.Of(TempModels.Load(files), input)!;

        Assert.Equal(assumed, string.Join(' ', resolved.Assumed!.Settings.Select(setting => setting.Name)));
        Assert.Equal(offered.Trim(), resolved.Assumed.FoveaJson);
        string advice = resolved.Assumed.Advice("net/fovea.json");
        Assert.All(resolved.Assumed.Settings, s => Assert.Contains($"{s.Name} = {s.Value}", advice, StringComparison.Ordinal));

        // What is offered, where no fovea.json is in the way, changes nothing and leaves nothing assumed.
        if (file != "fovea.json")
        {
            ResolvedPreprocessing said = ResolvedInput.Of(
                TempModels.Load([.. files, ("fovea.json", resolved.Assumed.FoveaJson)]), input)!;
            Assert.Equal(resolved.Spec, said.Spec);
            Assert.Null(said.Assumed);
        }
    }

    [Theory]
    [InlineData("fovea.json", """{ "resize": { "size": 256 }, "normalize": [ { "divide": 127.5 }, { "subtract": 1 } ] }""")]
    [InlineData("fovea.json", ZooPreprocessing.ImageNet)]
    [InlineData("preprocessor_config.json", Processor)]
    [InlineData("config.json", """{ "pretrained_cfg": { "input_size": [3, 224, 224] } }""")]
    public void Where_the_folder_describes_the_preprocessing_nothing_is_assumed(string file, string text) =>
        Assert.Null(ResolvedInput.Of(TempModels.Load((file, text)), Nchw(3, 224, 224))!.Assumed);

    [Theory]
    [InlineData("net/model.onnx", "net/fovea.json")]
    [InlineData("net/3/model.onnx", "net/fovea.json")]
    [InlineData("net.onnx", "net.fovea.json")]
    public void The_file_to_write_is_the_models_own(string model, string expected)
    {
        using var models = new TempModels();
        models.Write(model, "");
        Assert.Equal(expected, models.Load("net").SettingsFile);
    }

    [Fact]
    public void The_file_to_write_is_the_one_that_is_read()
    {
        using var models = new TempModels();
        models.Write("net/3/model.onnx", "");
        models.Write("net/3/fovea.json", "{}");
        Assert.Equal("net/3/fovea.json", models.Load("net").SettingsFile);
    }

    private static SymbolicShape Nchw(int channels, int height, int width) =>
        new([Dimension.Named("N"), channels, Side(height), Side(width)]);

    private static Dimension Side(int side) => side == 0 ? Dimension.Unknown : side;
}
