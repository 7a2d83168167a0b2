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
        Assert.StartsWith("classes.names: Not read: classes.names, synset.txt, tokenizer.json. Read are: fovea.json, labels.txt,", note.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Many_such_files_are_counted()
    {
        PackageNote note = Assert.Single(TempModels.Load([.. Enumerable.Range(0, 25).Select(i => ($"x{i:00}.json", "{}"))]).Notes);
        Assert.Contains(", x19.json and 5 others.", note.Text, StringComparison.Ordinal);
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
