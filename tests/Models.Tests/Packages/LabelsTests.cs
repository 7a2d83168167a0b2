using Fovea.Models.Errors;
using Fovea.Models.Packages;
using Fovea.Models.Tests.Support;

namespace Fovea.Models.Tests.Packages;

public sealed class LabelsTests
{
    [Fact]
    public void Labels_come_from_the_text_file_before_the_config()
    {
        ModelPackage package = TempModels.Load(("labels.txt", "cat\r\n dog \r\n"), ("config.json", """{ "id2label": { "0": "x" } }"""));
        Assert.Equal(["cat", "dog"], package.Labels);
        Assert.Equal("labels.txt", package.LabelsSource);
    }

    [Theory]
    [InlineData("cat\ndog")]
    [InlineData("cat\ndog\n")]
    [InlineData("cat\ndog\n\n")]
    [InlineData("cat\r\ndog\r\n\r\n\r\n")]
    [InlineData("cat \n\tdog\n  \n\t\n ")]
    [InlineData("\ufeffcat\ndog\n\n\n\n")]
    [InlineData("cat\rdog\r\r")]
    public void Line_ends_of_any_kind_and_empty_lines_at_the_end_do_not_matter(string text) =>
        Assert.Equal(["cat", "dog"], TempModels.Load(("labels.txt", text)).Labels);

    [Fact]
    public void Id2label_may_be_in_any_order()
    {
        ModelPackage package = TempModels.Load(("config.json", """{ "id2label": { "1": "dog", "0": "cat, tabby" }, "label2id": {} }"""));
        Assert.Equal(["cat, tabby", "dog"], package.Labels);
        Assert.Equal("config.json: id2label", package.LabelsSource);
    }

    [Fact]
    public void Timms_label_names_are_described_where_they_can_be()
    {
        Assert.Equal(["n1", "n2"], TempModels.Load(("config.json", """{ "label_names": ["n1", "n2"] }""")).Labels);
        Assert.Equal(
            ["cat", "dog"],
            TempModels.Load(
                (
                    "config.json",
                    """{ "pretrained_cfg": { "label_names": ["n1", "n2"], "label_descriptions": { "n1": "cat", "n2": "dog" } } }""")).Labels);
    }

    [Theory]
    [InlineData("labels.txt", "", "net/labels.txt: the file is empty; expected one label per line.")]
    [InlineData("labels.txt", "\n \n\r\n", "net/labels.txt: the file is empty; expected one label per line.")]
    [InlineData("labels.txt", "\na\n", "net/labels.txt: line 1 is empty; expected a label, since the line's number is the class.")]
    [InlineData("labels.txt", "a\n \nb\n\n", "net/labels.txt: line 2 is empty; expected a label, since the line's number is the class.")]
    [InlineData("labels.txt", "a\n\nb\n", "net/labels.txt: line 2 is empty; expected a label, since the line's number is the class.")]
    [InlineData(
        "config.json", """{ "id2label": { "0": "a", "2": "b" } }""",
        "net/config.json: id2label has 2 entries and the id \"2\"; expected each id from 0 to 1 once.")]
    [InlineData(
        "config.json", """{ "id2label": { "0": "a", "00": "b" } }""",
        "net/config.json: id2label has 2 entries and the id \"00\"; expected each id from 0 to 1 once.")]
    [InlineData(
        "config.json", """{ "id2label": { "zero": "a" } }""",
        "net/config.json: id2label has 1 entries and the id \"zero\"; expected each id from 0 to 0 once.")]
    [InlineData("config.json", """{ "id2label": { "0": 5 } }""", "net/config.json: id2label.0 is 5; expected a string.")]
    [InlineData("config.json", """{ "id2label": { "0": null } }""", "net/config.json: id2label.0 is null; expected a label.")]
    [InlineData(
        "config.json", """{ "id2label": "a" }""",
        "net/config.json: id2label is \"a\"; expected a list of labels, or an object with a label for each class's number.")]
    [InlineData(
        "config.json", """{ "label_names": "a" }""",
        "net/config.json: label_names is \"a\"; expected a list of labels, or an object with a label for each class's number.")]
    public void Wrong_labels_are_errors(string file, string text, string message) =>
        Assert.Equal(message, Assert.Throws<ModelPackageException>(() => TempModels.Load((file, text))).Message);

    [Fact]
    public void Labels_that_are_no_text_are_an_error()
    {
        using var models = new TempModels();
        models.Write("net/model.onnx", "");
        File.WriteAllBytes(models.Path("net/labels.txt"), [0x61, 0xFF, 0xFE, 0x0A]);
        Assert.Equal(
            "net/labels.txt: the file is not UTF-8 text; expected one label per line.",
            Assert.Throws<ModelPackageException>(() => models.Load("net")).Message);
    }

    [Fact]
    public void Many_labels_are_read_in_time_that_grows_with_their_number()
    {
        string labels = string.Join(",", Enumerable.Range(0, 250_000).Select(i => $"\"{i}\":\"{i}\""));
        Assert.Equal(250_000, TempModels.Load(("config.json", $$"""{ "id2label": { {{labels}} } }""")).Labels!.Count);
        Assert.Equal(
            250_000,
            TempModels.Load(("config.json", $$"""{ "label_names": { {{labels}} }, "label_descriptions": { {{labels}} } }""")).Labels!.Count);
    }
}
