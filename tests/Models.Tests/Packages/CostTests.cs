using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Inputs;
using Fovea.Models.Packages;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Packages;

/// <summary>What files may put into answers.</summary>
public sealed class CostTests
{
    [Theory]
    [InlineData(1024, true)]
    [InlineData(1025, false)]
    [InlineData(10_000_000, false)]
    public void A_label_has_at_most_1024_characters(int length, bool taken)
    {
        string label = new('x', length);
        (string, string)[] files = length > 1_000_000
            ? [("labels.txt", $"cat\n{label}\n")]
            : [("config.json", $$"""{ "id2label": { "0": "cat", "1": "{{label}}" } }""")];
        if (taken)
        {
            Assert.Equal(label, TempModels.Load(files).Labels![1]);
            return;
        }

        var error = Assert.Throws<ModelPackageException>(() => TempModels.Load(files));
        Assert.Contains($"the label of class 1 has {length} characters; at most 1024 are taken", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Notes_are_cut_and_bounded()
    {
        var note = new PackageNote(NoteSeverity.Note, "config.json", new string('f', 5000), $"a\nb{new string('t', 5000)}");

        Assert.InRange(note.ToString().Length, 1, 1400);
        Assert.DoesNotContain(note.ToString(), char.IsControl);
        string fields = string.Join('\n', Enumerable.Range(0, 5000).Select(i => $"field_{i}: 1"));
        Assert.InRange(TempModels.Load(("config.pbtxt", fields)).Notes.Count, 1, 101);
    }

    [Theory]
    [InlineData(1024, null)]
    [InlineData(1025, "names of at most 1024 characters are served")]
    public void A_served_output_has_a_name_of_at_most_1024_characters(int length, string? refused)
    {
        string name = new('y', length);
        using var engine = new InferenceEngine();
        byte[] file = new OnnxFile().Input("x", 1, 2).Node("Relu", ["x"], name).Output(name, 1, 2).Build();
        using InferenceModel graph = engine.Load(file.AsMemory(), "model.onnx");
        ModelPackage package = TempModels.Load();

        if (refused is null)
            Assert.NotNull(ModelInputs.Of(package, graph));
        else
            Assert.Contains(
                refused, Assert.Throws<ModelPackageException>(() => ModelInputs.Of(package, graph)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_of_files_name_them_relative_to_the_model_folder()
    {
        string root = Path.Combine(Path.GetTempPath(), "models");

        Assert.Equal(
            "Access to the path 'net/model.onnx' is denied.",
            ErrorText.Of(new UnauthorizedAccessException($"Access to the path '{root}/net/model.onnx' is denied."), root));
        Assert.DoesNotContain("/etc", ErrorText.Of(new IOException("Could not find '/etc/passwd'."), root), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", ErrorText.Of(new InvalidCastException("secret"), root), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_name_of_a_layer_has_a_short_form_of_its_own()
    {
        string name = new('x', 512), longer = $"{name}y", other = $"{name}z";

        Assert.Same(name, LayerName.Shown(name));
        Assert.InRange(LayerName.Shown(longer).Length, 1, LayerName.Longest);
        Assert.NotEqual(LayerName.Shown(longer), LayerName.Shown(other));
    }
}
