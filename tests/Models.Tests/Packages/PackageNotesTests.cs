using Fovea.Models.Packages.Settings;
using Fovea.Models.Tests.Support;

namespace Fovea.Models.Tests.Packages;

public sealed class PackageNotesTests
{
    [Fact]
    public void Files_that_might_describe_a_model_and_are_not_read_are_one_note()
    {
        PackageNote note = Assert.Single(TempModels.Load(
            ("labels.txt", "a"), ("synset.txt", "b"), ("classes.names", "c"), ("README.md", "d"), ("weights.bin", "e"),
            (".hidden.json", "f"), ("tokenizer.json", "{}")).Notes);
        Assert.Equal(NoteSeverity.Note, note.Severity);
        Assert.StartsWith(
            "classes.names: Not read: classes.names, synset.txt, tokenizer.json. Read are: fovea.json, labels.txt,", note.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Many_such_files_are_counted()
    {
        PackageNote note = Assert.Single(TempModels.Load([.. Enumerable.Range(0, 25).Select(i => ($"x{i:00}.json", "{}"))]).Notes);
        Assert.Contains(", x19.json and 5 others.", note.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flat_model_has_notes_on_files_of_its_name()
    {
        using var models = new TempModels();
        models.Write("net.onnx", "");
        models.Write("net.fovea.json", "{}");
        models.Write("net.config.json", "{}");
        Assert.Equal(
            "net.config.json: Not read: net.config.json. Read are: fovea.json, labels.txt; put the model into a folder for others.",
            Assert.Single(models.Load("net").Notes).ToString());
    }

    [Fact]
    public void Labels_that_others_precede_are_a_note()
    {
        string id2label = """{ "id2label": { "0": "b" } }""";
        Assert.Equal(
            "config.json: Its labels are not used: those of labels.txt are other ones, and have precedence.",
            Assert.Single(TempModels.Load(("labels.txt", "a"), ("config.json", id2label)).Notes).ToString());
        Assert.Empty(TempModels.Load(("labels.txt", "b"), ("config.json", id2label)).Notes);
    }

    [Fact]
    public void Files_beside_a_flat_model_are_not_its_own()
    {
        using var models = new TempModels();
        models.Write("net.onnx", "");
        models.Write("net.labels.txt", "a");
        models.Write("other.json", "{}");
        Assert.Empty(models.Load("net").Notes);
    }
}
