using Fovea.Models.Tests.Support;

namespace Fovea.Models.Tests.Packages.Timm;

public sealed class TimmConfigTests
{
    private const string Timm = """
        { "architecture": "convnext_atto", "pretrained_cfg": { "input_size": [3, 224, 224], "interpolation": "bicubic", "crop_pct": 0.95,
          "crop_mode": "center", "mean": [0.5, 0.5, 0.5], "std": [0.25, 0.25, 0.25], "first_conv": "stem.0" } }
        """;

    [Theory]
    [InlineData(Timm, "224x224 shortest-edge 235 bicubic half-even rgb | divide 255, subtract 0.5 0.5 0.5, divide 0.25 0.25 0.25")]
    [InlineData(
        """{ "pretrained_cfg": { "input_size": [3, 240, 320], "crop_pct": 1.0, "crop_mode": "squash", "interpolation": "bilinear" } }""",
        "320x240 exact 320x240 bilinear half-even rgb | divide 255, subtract 0.485 0.456 0.406, divide 0.229 0.224 0.225")]
    [InlineData(
        """{ "pretrained_cfg": { "input_size": [3, 256, 256] } }""",
        "256x256 shortest-edge 292 bicubic half-even rgb | divide 255, subtract 0.485 0.456 0.406, divide 0.229 0.224 0.225")]
    public void Timms_configuration_becomes_its_settings(string json, string expected) =>
        Assert.Equal(expected, Prepared.Describe(TempModels.Load(("config.json", json))));

    [Theory]
    [InlineData("""{ "pretrained_cfg": [] }""", "pretrained_cfg is []; expected an object.")]
    [InlineData(
        """{ "pretrained_cfg": { "input_size": [224, 224] } }""",
        "pretrained_cfg.input_size is [224, 224]; expected channels, height and width.")]
    [InlineData("""{ "default_cfg": [] }""", "default_cfg is []; expected an object.")]
    [InlineData("""{ "architecture": "x", "test_input_size": [3] }""", "test_input_size is [3]; expected channels, height and width.")]
    [InlineData(
        """{ "pretrained_cfg": { "input_size": [3, 224, 224], "interpolation": "sinc" } }""",
        "pretrained_cfg.interpolation is \"sinc\"; expected one of")]
    [InlineData("""{ "architecture": "x", "test_crop_pct": -1 }""", "test_crop_pct is -1; expected a number above 0.01 and at most 1.")]
    [InlineData(
        """{ "architecture": "x", "label_names": { "0": "a", "n2": "c" } }""",
        "label_names has 2 entries and the id \"n2\"; expected each id from 0 to 1 once.")]
    [InlineData(
        """{ "architecture": "x", "labels": "a" }""",
        "labels is \"a\"; expected a list of labels, or an object with a label for each class's number.")]
    [InlineData(
        """{ "pretrained_cfg": { "input_size": [3, 224, 224], "crop_pct": 2 } }""",
        "pretrained_cfg.crop_pct is 2; expected a number above 0.01 and at most 1.")]
    [InlineData(
        """{ "pretrained_cfg": { "input_size": [3, 224, 224], "std": 0 } }""", "pretrained_cfg.std is 0; expected a divisor other than 0.")]
    public void Wrong_timm_fields_are_named(string json, string message) => Prepared.AssertRefused("config.json", json, message);
}
