using Fovea.Models.Packages;
using Fovea.Models.Tests.Support;

namespace Fovea.Models.Tests.Packages.Timm;

public sealed class TimmLabelsTests
{
    [Theory]
    [InlineData("""{ "architecture": "x", "labels": ["a", "b"] }""", "a b", "labels")]
    [InlineData("""{ "architecture": "x", "labels": { "1": "b", "0": "a" } }""", "a b", "labels")]
    [InlineData("""{ "architecture": "x", "label_names": ["a", "b"] }""", "a b", "label_names")]
    [InlineData("""{ "pretrained_cfg": {}, "label_names": { "0": "a", "1": "b" } }""", "a b", "label_names")]
    [InlineData("""{ "pretrained_cfg": { "label_names": ["a", "b"] } }""", "a b", "pretrained_cfg.label_names")]
    [InlineData("""{ "pretrained_cfg": { "labels": { "0": "a", "1": "b" } } }""", "a b", "pretrained_cfg.labels")]
    [InlineData("""{ "pretrained_cfg": { "label_names": ["c"] }, "label_names": ["a", "b"] }""", "a b", "label_names")]
    [InlineData("""{ "default_cfg": { "label_names": ["a", "b"] } }""", "a b", "default_cfg.label_names")]
    [InlineData(
        """{ "pretrained_cfg": {}, "label_names": ["n1", "n2"], "label_descriptions": { "n2": "b", "n1": "a" } }""", "a b", "label_names")]
    [InlineData(
        """{ "pretrained_cfg": { "label_descriptions": { "n2": "b", "n1": "a" } }, "label_names": { "0": "n1", "1": "n2" } }""", "a b",
        "label_names")]
    [InlineData("""{ "pretrained_cfg": {}, "label_names": ["n1", "n2"], "label_descriptions": { "n1": "a" } }""", "n1 n2", "label_names")]
    [InlineData("""{ "pretrained_cfg": {}, "label_names": ["n1"], "id2label": { "0": "a" } }""", "a", "id2label")]
    public void Labels_are_read_in_each_form(string json, string expected, string field)
    {
        ModelPackage package = TempModels.Load(("config.json", json));
        Assert.Equal(expected, string.Join(' ', package.Labels!));
        Assert.Equal($"config.json: {field}", package.LabelsSource);
    }

    [Fact]
    public void Classes_without_a_name_have_their_number() => Assert.Equal(
        ["a", "1", "c"],
        TempModels.Load(("config.json", """{ "architecture": "x", "label_names": { "2": "c", "0": "a" } }""")).Labels);

    [Fact]
    public void Empty_labels_are_none() =>
        Assert.Null(TempModels.Load(("config.json", """{ "architecture": "x", "label_names": [], "labels": {} }""")).Labels);
}
