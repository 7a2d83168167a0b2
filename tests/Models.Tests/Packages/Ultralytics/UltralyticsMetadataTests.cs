using Fovea.Models.Packages;
using Fovea.Models.Preprocessing;
using Fovea.Models.Tests.Support;

namespace Fovea.Models.Tests.Packages.Ultralytics;

public sealed class UltralyticsMetadataTests
{
    private static readonly (string Key, string Value)[] Classifier =
    [
        ("description", "Ultralytics YOLO11n-cls model trained on pets"), ("author", "Ultralytics"), ("date", "2025-06-01T00:00:00"),
        ("version", "8.3.150"), ("license", "AGPL-3.0 License"), ("docs", "https://docs.ultralytics.com"), ("stride", "1"),
        ("task", "classify"), ("batch", "1"), ("imgsz", "[64, 64]"), ("names", "{0: 'ant', 1: 'bee', 2: \"tiger's eye\"}"),
        ("args", "{'batch': 1, 'half': False, 'dynamic': False, 'simplify': True, 'opset': None, 'nms': False}"), ("channels", "3"),
    ];

    private const string NotRead =
        "Note model.onnx: metadata_props: Not read: args, batch, channels, stride. Labels among them belong into labels.txt, " +
        "pre-processing into fovea.json.";

    [Fact]
    public void A_classifier_says_everything_and_what_is_not_read_is_noted()
    {
        using Exported model = new Exported((64, 64)).Metadata(Classifier);
        (ModelPackage package, var preprocessing) = model.Read();
        Assert.Equal(["ant", "bee", "tiger's eye"], package.Labels);
        Assert.Equal("model.onnx: metadata_props.names", package.LabelsSource);
        Assert.Equal([NotRead], Prepared.Lines(package.Notes));
        Assert.DoesNotContain(preprocessing.Settings, setting => setting.Assumed);
        Assert.Equal(
            ("divide 255", "model.onnx: metadata_props.task"),
            preprocessing.Settings.Where(setting => setting.Name == "normalize").Select(setting => (setting.Value, setting.Source))
                .Single());
    }

    [Theory]
    [InlineData("['ant', 'bee', 'cat']")]
    [InlineData("{2: 'cat', 0: 'ant', 1: 'bee'}")]
    [InlineData("""{"0": "ant", "1": "bee", "2": "cat"}""")]
    public void Names_have_several_forms(string names) => Assert.Equal(["ant", "bee", "cat"], Read(null, names, "64").Package.Labels);

    [Fact]
    public void Digits_are_names_too() => Assert.Equal(["0", "1"], Read(null, "{0: 0, 1: 1}", "64").Package.Labels);

    [Theory]
    [InlineData("64", 64, 64)]
    [InlineData("[48]", 48, 48)]
    [InlineData("(48, 64)", 48, 64)]
    [InlineData("[48, 64]", 48, 64)]
    [InlineData(null, 224, 224)]
    [InlineData("[48, 64, 3]", 224, 224)]
    [InlineData("[0, 64]", 224, 224)]
    [InlineData("big", 224, 224)]
    public void An_open_size_is_that_of_imgsz(string? imgsz, int height, int width)
    {
        (ModelPackage package, var preprocessing) = Read(null, "{0: 'a'}", imgsz);
        Assert.Equal((height, width), (preprocessing.Spec.Height, preprocessing.Spec.Width));
        Assert.Equal(
            imgsz is not null && width == 224, package.Notes.Any(
                note => note.Text.StartsWith("It cannot be read", StringComparison.Ordinal)));
    }

    [Fact]
    public void Another_size_of_the_graph_is_used_with_a_warning()
    {
        (ModelPackage package, var preprocessing) = Read((80, 96), "{0: 'a'}", "[64, 64]");
        Assert.Equal((80, 96), (preprocessing.Spec.Height, preprocessing.Spec.Width));
        Assert.Equal(
            "Warning model.onnx: metadata_props.imgsz: It says 64x64, and the graph was exported for 96x80: images are " +
            "prepared for the graph.",
            Assert.Single(Prepared.Lines(package.Notes)));
    }

    [Theory]
    [InlineData("{0: 'a', 2: 'b'}", "has 2 entries and the id \"2\"")]
    [InlineData("{0: 'a'", "expected ',' or '}'")]
    [InlineData("{0: ['a']}", "expected a string")]
    [InlineData("open('/etc/passwd').read()", "expected a value")]
    public void Names_that_cannot_be_read_are_a_warning(string names, string expected)
    {
        ModelPackage package = Read((64, 64), names, "[64, 64]").Package;
        Assert.Null(package.Labels);
        string note = Assert.Single(Prepared.Lines(package.Notes));
        Assert.StartsWith("Warning model.onnx: metadata_props.names: It cannot be read, and is not used. ", note, StringComparison.Ordinal);
        Assert.Contains(expected, note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("segment")]
    [InlineData("track")]
    public void Other_tasks_are_prepared_and_noted(string task)
    {
        using Exported model = new Exported((64, 64)).Metadata(("task", task), ("imgsz", "[64, 64]"), ("names", "{0: 'a'}"));
        (ModelPackage package, var preprocessing) = model.Read();
        Assert.Equal(["a"], package.Labels);
        Assert.Equal("#727272", preprocessing.Spec.Padding.ToString());
        Assert.StartsWith(
            $"Note model.onnx: metadata_props.task: The task '{task}' is not served by /predict; the layers are at /featuremaps",
            Assert.Single(Prepared.Lines(package.Notes)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("detect")]
    [InlineData("pose")]
    [InlineData("obb")]
    public void Detectors_are_prepared_by_LetterBox(string task)
    {
        using Exported model = new Exported((64, 64)).Metadata(("task", task), ("imgsz", "[64, 64]"), ("names", "{0: 'a'}"));
        (ModelPackage package, var preprocessing) = model.Read();
        Assert.Equal((ResizeKind.Fit, FitRounding.Product), (preprocessing.Spec.Resize.Kind, preprocessing.Spec.Resize.Rounding));
        Assert.Equal("#727272", preprocessing.Spec.Padding.ToString());
        Assert.Empty(package.Notes);
    }

    [Theory]
    [InlineData("8.0.196", 1)]
    [InlineData("8.0.233", 0)]
    [InlineData("8.3.0", 0)]
    [InlineData("main", 0)]
    public void Old_versions_prepared_otherwise(string version, int notes)
    {
        using Exported model = new Exported((64, 64)).Metadata(
            ("task", "classify"), ("imgsz", "[64, 64]"), ("names", "{0: 'a'}"), ("version", version));
        Assert.Equal(notes, model.Read().Package.Notes.Count);
    }

    [Fact]
    public void Names_without_a_task_are_those_of_YOLOv5()
    {
        using Exported model = new Exported((64, 64)).Metadata(("stride", "32"), ("names", "['a', 'b']"));
        (ModelPackage package, var preprocessing) = model.Read();
        Assert.Equal(["a", "b"], package.Labels);
        Assert.Contains(preprocessing.Settings, setting => setting.Assumed);
        Assert.Contains("YOLOv5", package.Notes[0].Text, StringComparison.Ordinal);
        Assert.StartsWith("Not read: stride.", package.Notes[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_alone_are_of_no_known_exporter()
    {
        using Exported model = new Exported((64, 64)).Metadata(("names", "['a', 'b']"));
        ModelPackage package = model.Read().Package;
        Assert.Null(package.Labels);
        Assert.StartsWith(
            "Note model.onnx: metadata_props: Not read: names. Labels among them belong into labels.txt",
            Assert.Single(Prepared.Lines(package.Notes)), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_beside_the_model_have_precedence()
    {
        using Exported model = new Exported((64, 64)).Metadata(Classifier).Beside("labels.txt", "x\ny\nz\n")
            .Beside("fovea.json", """{ "normalize": "imagenet" }""");
        (ModelPackage package, var preprocessing) = model.Read();
        Assert.Equal(["x", "y", "z"], package.Labels);
        Assert.Equal(
            ["Note model.onnx: Its labels are not used: those of labels.txt are other ones, and have precedence.", NotRead],
            Prepared.Lines(package.Notes));
        Assert.Equal("fovea.json: normalize", preprocessing.Settings.Single(setting => setting.Name == "normalize").Source);
    }

    private static (ModelPackage Package, Fovea.Models.Inputs.ResolvedPreprocessing Preprocessing) Read(
        (int, int)? size, string names, string? imgsz)
    {
        using Exported model = new Exported(size).Metadata(("task", "classify"), ("names", names));
        return (imgsz is null ? model : model.Metadata(("imgsz", imgsz))).Read();
    }
}
