using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Tasks;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Tasks;

public sealed class DepthRecognitionTests
{
    [Theory]
    [InlineData("Identity", null, null, "depthEstimation")]
    [InlineData("Relu", null, null, "depthEstimation")]
    [InlineData("Sigmoid", null, null, "segmentation")]
    [InlineData("Sigmoid", null, "depthEstimation", "depthEstimation")]
    [InlineData("Identity", "a\nb\n", null, null)]
    public void Numbers_that_are_no_probabilities_and_have_no_labels_are_depths(string end, string? labels, string? said, string? expected)
    {
        List<(string, string)> files = [];
        if (labels is not null)
            files.Add(("labels.txt", labels));
        if (said is not null)
            files.Add(("fovea.json", $$"""{ "task": "{{said}}" }"""));
        using var network = new Understood(Network(end, 16), [.. files]);
        Assert.Equal(expected, TaskTable.Default.Recognize(network.Candidate)?.Task.Name);
    }

    [Fact]
    public void A_smaller_map_is_none_where_nothing_names_it()
    {
        using var network = new Understood(Network("MaxPool", 8));
        Assert.Null(TaskTable.Default.Recognize(network.Candidate));
        using var named = new Understood(Network("MaxPool", 8), ("fovea.json", """{ "task": "depthEstimation" }"""));
        Assert.IsType<DepthEstimation>(TaskTable.Default.Recognize(named.Candidate)!.Task);
    }

    [Fact]
    public void No_real_network_of_another_kind_is_taken_for_one()
    {
        string?[] found =
        [
            .. new[] { "models", "wild", "topologies" }
                .SelectMany(folder => Directory.EnumerateFiles(TestData.Path(folder), "*.onnx", SearchOption.AllDirectories))
                .Select(TaskOf),
        ];
        Assert.DoesNotContain("depthEstimation", found);
        HashSet<string?> others = ["classification", "detection", "segmentation", "imageToImage"];
        Assert.Superset(others, new HashSet<string?>(found));
    }

    // What cannot be loaded has none.
    private static string? TaskOf(string path)
    {
        try
        {
            using var network = new Understood(File.ReadAllBytes(path));
            return TaskTable.Default.Recognize(network.Candidate)?.Task.Name;
        }
        catch (Exception error) when (error is InferenceException or ModelPackageException)
        {
            return null;
        }
    }

    private static byte[] Network(string end, int side)
    {
        OnnxFile file = new OnnxFile().Input("image", -1, 3, 16, 16).Weights("w", [1, 3, 1, 1], 1, 2, 3)
            .Node("Conv", ["image", "w"], "map", "", ("kernel_shape", [1, 1]));
        return (end == "MaxPool"
            ? file.Node(end, ["map"], "depth", "", ("kernel_shape", [2, 2]), ("strides", [2, 2]))
            : file.Node(end, ["map"], "depth")).Output("depth", -1, 1, side, side).Build();
    }
}
