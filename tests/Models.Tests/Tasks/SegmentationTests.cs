using Fovea.Models.Preprocessing;
using Fovea.Models.Tasks;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Tasks;

/// <summary>Which networks are segmenters, and which of their outputs is the map.</summary>
public sealed class SegmentationTests
{
    [Theory]
    [InlineData("out", "aux", null, "out")]
    [InlineData("aux", "out", null, null)]
    [InlineData("main", "features", null, null)]
    [InlineData("main", "features", """{ "task": "segmentation", "output": "main" }""", "main")]
    [InlineData("main", "features", """{ "task": "segmentation", "output": "features" }""", "features")]
    public void The_map_is_the_main_head_or_the_one_that_is_named(string first, string second, string? said, string? expected)
    {
        using Understood network = TwoHeads(first, second, said);
        Assert.Equal(expected, (TaskTable.Default.Recognize(network.Candidate) as SegmenterModel)?.Outputs!.Single());
    }

    [Fact]
    public void Nothing_of_a_picture_is_cropped()
    {
        using Understood network = TwoHeads("out", "aux", null);
        PreprocessingSpec spec = network.Inputs.Preprocessing!.Spec;
        Assert.Equal((ResizeKind.Exact, 24, 16), (spec.Resize.Kind, spec.Resize.Width, spec.Resize.Height));
    }

    [Theory]
    [InlineData("""{ "resize": { "rule": "fit" } }""", ResizeKind.Fit)]
    [InlineData("""{ "resize": { "filter": "opencv-linear" } }""", ResizeKind.Exact)]
    public void A_file_that_says_it_otherwise_counts(string said, ResizeKind expected)
    {
        using Understood network = TwoHeads("out", "aux", said);
        Assert.Equal(expected, network.Inputs.Preprocessing!.Spec.Resize.Kind);
        if (expected == ResizeKind.Exact)
            Assert.Equal("opencv-linear", SettingText.Of(network.Inputs.Preprocessing!.Spec.Resize.Filter));
    }

    [Fact]
    public void A_network_of_each_pictures_own_size_keeps_it()
    {
        using var network = new Understood(
            new OnnxFile().Input("x", 1, 3, 16, 24).Node("Relu", ["x"], "y").Output("y", 1, 3, 16, 24).Build(),
            ("fovea.json", """{ "input": { "size": "picture" } }"""));
        Assert.Equal(ResizeKind.None, network.Inputs.Preprocessing!.Spec.Resize.Kind);
    }

    private static Understood TwoHeads(string first, string second, string? said) => new(
        new OnnxFile().Input("x", -1, 3, 16, 24).Weights("w", [6, 3, 1, 1], [.. Enumerable.Range(0, 18).Select(i => i * 0.1f)])
            .Node("Conv", ["x", "w"], first).Node("Relu", [first], second)
            .Output(first, -1, 6, 16, 24).Output(second, -1, 6, 16, 24).Build(),
        said is null ? [] : [("fovea.json", said)]);
}
