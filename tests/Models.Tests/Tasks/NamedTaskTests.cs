using Fovea.Models.Errors;
using Fovea.Models.Preprocessing;
using Fovea.Models.Tasks;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Tasks;

/// <summary>A map of texts is told by the names of its exporter, or by what fovea.json says.</summary>
public sealed class NamedTaskTests
{
    [Theory]
    [InlineData("x", "sigmoid_0.tmp_0", null, "textDetection")]
    [InlineData("input", "sigmoid_0.tmp_0", null, "segmentation")]
    [InlineData("x", "alpha", null, "segmentation")]
    [InlineData("input", "alpha", "textDetection", "textDetection")]
    [InlineData("x", "sigmoid_0.tmp_0", "segmentation", "segmentation")]
    public void A_task_is_found_or_named(string input, string output, string? said, string expected)
    {
        using Understood network = Network(input, output, said);
        Assert.Equal(expected, TaskTable.Default.Recognize(network.Candidate)!.Task.Name);
        PreprocessingSpec spec = network.Inputs.Preprocessing!.Spec;
        Assert.Equal(expected == "textDetection", spec.Resize.Kind == ResizeKind.Multiple);
        Assert.Equal(expected == "textDetection", spec.SideMultiple is not null);
    }

    [Theory]
    [InlineData("texts", "net: fovea.json: task is \"texts\"; expected one of \"detection\", \"landmarks\", ")]
    [InlineData(
        "classification",
        "net: fovea.json: task is \"classification\", for which one image and one score vector are expected; the model takes 'x'")]
    public void A_name_that_does_not_fit_is_refused(string said, string message)
    {
        using Understood network = Network("x", "sigmoid_0.tmp_0", said);
        string found = Assert.Throws<ModelPackageException>(() => TaskTable.Default.Recognize(network.Candidate)).Message;
        Assert.Contains(message, found, StringComparison.Ordinal);
    }

    private static Understood Network(string input, string output, string? said) => new(
        new OnnxFile().Input(input, -1, 3, -1, -1)
            .Node("ReduceMean", [input], "mean", "", ("axes", [1])).Node("Sigmoid", ["mean"], output)
            .Output(output, -1, 1, -1, -1).Build(),
        said is null ? [] : [("fovea.json", $$"""{ "task": "{{said}}" }""")]);
}
