using Fovea.Models.Errors;
using Fovea.Models.Packages;
using Fovea.Models.Tests.Support;

namespace Fovea.Models.Tests.Packages.Triton;

public sealed class TritonConfigTests
{
    private const string Output = """output [ { name: "y" data_type: TYPE_FP32 label_filename: "my_labels.txt" } ]""";

    [Fact]
    public void An_outputs_file_of_labels_is_read_and_not_left_over()
    {
        ModelPackage package = TempModels.Load(("config.pbtxt", Output), ("my_labels.txt", "cat\ndog\n\n"));
        Assert.Equal(["cat", "dog"], package.Labels);
        Assert.Equal("my_labels.txt", package.LabelsSource);
        Assert.Empty(package.Notes);
    }

    [Theory]
    [InlineData("sub/labels")]
    [InlineData("./sub/labels")]
    public void A_path_of_labels_is_relative_to_the_models_folder(string name)
    {
        ModelPackage package = TempModels.Load(
            ("config.pbtxt", $$"""output { name: "y" label_filename: "{{name}}" }"""), ("sub/labels", "cat\ndog"));
        Assert.Equal(["cat", "dog"], package.Labels);
    }

    [Theory]
    [InlineData(null, "one,two", "a", 1)]
    [InlineData("a", "one,two", "a", 1)]
    [InlineData("b", "three,four", "b", 1)]
    [InlineData("c", null, null, 2)]
    public void Labels_belong_to_the_output_that_is_chosen(string? output, string? labels, string? labelled, int notes)
    {
        ModelPackage package = TempModels.Load(
            ("config.pbtxt", """
                output { name: "a" label_filename: "a.txt" } output { name: "b" label_filename: "b.txt" } output { name: "c" }
                """),
            ("a.txt", "one\ntwo"), ("b.txt", "three\nfour"),
            ("fovea.json", output is null ? "{}" : $$"""{ "output": "{{output}}" }"""));
        Assert.Equal(labels, package.Labels is { } read ? string.Join(',', read) : null);
        Assert.Equal(labelled, package.LabelledOutput);
        Assert.Equal(notes, package.Notes.Count(note => note.Text.Contains("is not used", StringComparison.Ordinal)));
    }

    [Fact]
    public void Beside_a_version_they_may_be_in_either_folder()
    {
        using var models = new TempModels();
        models.Write("net/config.pbtxt", Output);
        models.Write("net/my_labels.txt", "shared");
        models.Write("net/1/model.onnx", "");
        models.Write("net/2/model.onnx", "");
        models.Write("net/2/my_labels.txt", "own");
        Assert.Equal(["own", "shared"], models.Discover().Models.Select(model => ModelPackage.Load(model).Labels!.Single()));
    }

    [Theory]
    [InlineData("../secret.txt", "expected a file in the model's folder")]
    [InlineData("sub/../../secret.txt", "expected a file in the model's folder")]
    [InlineData("/etc/hostname", "expected a file in the model's folder")]
    [InlineData("..", "expected a file in the model's folder")]
    [InlineData("..\\\\secret.txt", "expected a file in the model's folder")]
    [InlineData("sub", "is not there")]
    [InlineData("gone.txt", "is not there")]
    public void A_file_that_is_not_there_or_elsewhere_is_a_warning(string name, string expected)
    {
        using var models = new TempModels();
        models.Write("secret.txt", "secret");
        models.Write("net/sub/labels", "secret");
        models.Write("net/model.onnx", "");
        models.Write("net/config.pbtxt", $$"""output { name: "a" } output { name: "b" label_filename: "{{name}}" }""");
        ModelPackage package = models.Load("net");
        Assert.Null(package.Labels);
        string note = Assert.Single(Prepared.Lines(package.Notes));
        Assert.StartsWith("Warning config.pbtxt: output[1].label_filename: '", note, StringComparison.Ordinal);
        Assert.Contains(expected, note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_out_of_the_model_folder_is_not_followed()
    {
        using TempModels models = new(), outside = new();
        models.Write("net/model.onnx", "");
        models.Write("net/config.pbtxt", Output);
        File.CreateSymbolicLink(models.Path("net/my_labels.txt"), outside.Write("secret.txt", "secret"));
        Assert.Contains(
            "net/my_labels.txt: the file is a link out of the model folder",
            Assert.Throws<ModelPackageException>(() => models.Load("net")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_list_is_used_and_labels_txt_before_it()
    {
        (string, string)[] files =
        [
            ("config.pbtxt", """output [ { name: "a" label_filename: "a.txt" }, { name: "b" label_filename: "b.txt" } ]"""),
            ("a.txt", "a"), ("b.txt", "b"),
        ];
        ModelPackage package = TempModels.Load(files);
        Assert.Equal(["a"], package.Labels);
        Assert.Contains(Prepared.Lines(package.Notes), note => note.StartsWith(
            "Note config.pbtxt: output[1].label_filename: 'b.txt' is not used", StringComparison.Ordinal));
        Assert.Equal(["x"], TempModels.Load([.. files, ("labels.txt", "x")]).Labels);
    }

    [Fact]
    public void What_the_graph_contradicts_is_a_warning()
    {
        Assert.Empty(Notes("""
            max_batch_size: 1
            input { name: "x" data_type: TYPE_FP32 format: FORMAT_NCHW dims: [3, 32, -1] }
            output { name: "y" data_type: TYPE_FP32 dims: 3 dims: 32 dims: 32 }
            """));
        Assert.Equal("input[0].name: The graph has no 'z' there; it has 'x'. The graph is used.", Note("""input { name: "z" }"""));
        Assert.Equal(
            "output[0].data_type: It is TYPE_INT64; 'y' is Float32. The graph is used.",
            Note("""output { name: "y" data_type: TYPE_INT64 dims: [-1, 3, 32, 32] }"""));
        Assert.StartsWith(
            "input[0].dims: It says [-1, 3, 64, 64] with the batch; 'x' is ",
            Note("""max_batch_size: 1 input { name: "x" dims: [3, 64, 64] }"""),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "input[0].dims: It says [3, 32, 32]; 'x' is ", Note("""input { name: "x" dims: [3, 32, 32] }"""), StringComparison.Ordinal);
        Assert.Equal(
            "input[0].format: It is FORMAT_NHWC; 'x' has 32 there, which are no channels. The graph is used.",
            Note("""input { name: "x" format: FORMAT_NHWC }"""));
        Assert.Empty(Notes("""input { name: "x" dims: [3, 32, 32] reshape { shape: [1, 3, 32, 32] } }"""));
        Assert.Equal("backend: It is 'tensorrt'; the ONNX file that lies here is served.", Note("backend: \"tensorrt\""));
        Assert.Equal(
            "platform: It is 'pytorch_libtorch'; the ONNX file that lies here is served.", Note("platform: \"pytorch_libtorch\""));
        Assert.Equal(
            "default_model_filename: 'model.plan' is not there or no ONNX file; model.onnx is served.",
            Note("default_model_filename: \"model.plan\""));
    }

    [Fact]
    public void What_has_no_meaning_here_is_noted()
    {
        string[] notes = Notes("""
            name: "other" platform: "onnxruntime_onnx" backend: "onnxruntime" max_batch_size: 8
            dynamic_batching { preferred_batch_size: [4, 8] } instance_group [ { count: 2 kind: KIND_CPU } ] version_policy { all { } }
            parameters { key: "k" value { string_value: "v" } } parameters { key: "l" value { string_value: "v" } }
            """);
        Assert.Equal("Note config.pbtxt: name: 'other' is not used: a model's name is that of its folder, 'net'.", notes[0]);
        Assert.Equal("Note config.pbtxt: Not used: dynamic_batching, instance_group, parameters.", notes[1]);
        Assert.StartsWith("Note config.pbtxt: max_batch_size: ", notes[2], StringComparison.Ordinal);
        Assert.Equal(3, notes.Length);
    }

    [Theory]
    [InlineData("max_batch_size: 4 input { name: \"x\" format: FORMAT_NCHW dims: [3, 48, 64] }", 48, 64)]
    [InlineData("max_batch_size: 0 input { name: \"x\" dims: [1, 3, 48, 64] }", 48, 64)]
    [InlineData("input { name: \"x\" dims: [3, 48, 64] reshape { shape: [1, 3, 48, 64] } }", 48, 64)]
    [InlineData("max_batch_size: 4 input { name: \"x\" dims: [3, -1, -1] }", 224, 224)]
    [InlineData("max_batch_size: 4", 224, 224)]
    public void A_size_that_the_graph_leaves_open_is_that_of_dims(string config, int height, int width)
    {
        using Exported model = new Exported().Beside("config.pbtxt", config);
        var spec = model.Read().Preprocessing.Spec;
        Assert.Equal((height, width), (spec.Height, spec.Width));
    }

    [Fact]
    public void A_file_that_has_not_the_form_is_an_error() => Assert.Equal(
        "net/config.pbtxt: line 1: expected the name of a field, found '{}'.",
        Assert.Throws<ModelPackageException>(() => TempModels.Load(("config.pbtxt", "{}"))).Message);

    private static string[] Notes(string config)
    {
        using Exported model = new Exported((32, 32)).Beside("config.pbtxt", config);
        return Prepared.Lines(model.Read().Package.Notes);
    }

    private static string Note(string config)
    {
        string note = Assert.Single(Notes(config));
        Assert.StartsWith("Warning config.pbtxt: ", note, StringComparison.Ordinal);
        return note["Warning config.pbtxt: ".Length..];
    }
}
