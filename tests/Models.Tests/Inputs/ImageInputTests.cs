using Fovea.Models.Errors;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Inputs;

/// <summary>Which inputs are images, by their shape, the graph's weights and the files beside it.</summary>
public sealed class ImageInputTests
{
    private const string Exact = """{ "input": { "width": 8, "height": 8 }, "resize": { "rule": "exact" } }""";
    private const string Processor = """{ "size": { "height": 8, "width": 8 }, "do_normalize": false }""";

    /// <summary>
    /// The input's shape (-1 is open), what lies before the convolution of 'c', its channels, what the input is taken for.
    /// </summary>
    public static TheoryData<string, string, int, string> Open() => new()
    {
        { "-1 -1 -1 -1", "", 3, "rgb nchw [1,3,224,224] Float32" },
        { "-1 -1 -1 -1", "", 1, "gray nchw [1,1,224,224] Float32" },
        { "-1 -1 -1 -1", "", 4, "rgba nchw [1,4,224,224] Float32" },
        { "-1 -1 8 8", "Sub x half", 3, "rgb nchw [1,3,8,8] Float32" },
        { "2 -1 8 8", "Div x half", 1, "gray nchw [2,1,8,8] Float32" },
        { "-1 -1 -1 -1", "Pad x pads", 3, "rgb nchw [1,3,224,224] Float32" },
        { "-1 -1 -1 -1", "Transpose x", 3, "rgb nhwc [1,224,224,3] Float32" },
        { "-1 -1 -1 -1", "Mul x colours", 3, "rgb nchw [1,3,224,224] Float32" },
        { "-1 8 8 -1", "Transpose x", 4, "rgba nhwc [1,8,8,4] Float32" },
        { "-1 8 8 -1", "Transpose x", 1, "gray nhwc [1,8,8,1] Float32" },
        { "-1 -1 -1", "Unsqueeze x zero", 3, "rgb chw [3,224,224] Float32" },
        { "-1 8 8", "Unsqueeze x zero", 4, "rgba chw [4,8,8] Float32" },
        { "8 8 -1", "Unsqueeze x zero; Transpose", 3, "rgb hwc [8,8,3] Float32" },
        { "-1 8 8", "Unsqueeze x one", 1, "gray nhw [1,8,8] Float32" },
    };

    [Theory]
    [MemberData(nameof(Open))]
    public void Open_channels_are_those_that_the_first_convolution_takes(string shape, string before, int channels, string image)
    {
        using var model = new Understood(Build(shape, before, channels));
        Assert.Equal(image, model.Image);
        string source = model.Inputs.Preprocessing!.Settings.Single(setting => setting.Name == "input.channels").Source;
        Assert.Equal(
            image.StartsWith("rgb ", StringComparison.Ordinal) ? "default" : image.Contains("nhw ") ? "model input" : "model weights",
            source);
    }

    [Theory]
    [InlineData("-1 3 8 8", "", 3, "rgb nchw [1,3,8,8] Float32")]
    [InlineData("-1 4 8 8", "", 4, "rgba nchw [1,4,8,8] Float32")]
    [InlineData("-1 8 8 4", "Transpose x", 4, "rgba nhwc [1,8,8,4] Float32")]
    [InlineData("3 8 8", "Unsqueeze x zero", 3, "rgb chw [3,8,8] Float32")]
    [InlineData("1 8 8", "Unsqueeze x zero", 1, "gray chw [1,8,8] Float32")]
    [InlineData("8 8 3", "Unsqueeze x zero; Transpose", 3, "rgb hwc [8,8,3] Float32")]
    [InlineData("8 8", "Unsqueeze x planes", 1, "gray hw [8,8] Float32")]
    [InlineData("5 8 8", "Unsqueeze x one", 1, "gray nhw [5,8,8] Float32")]
    [InlineData("65536 3 8 8", "", 3, "rgb nchw [65536,3,8,8] Float32")]
    [InlineData("65537 3 8 8", "", 3, null)]
    [InlineData("2147483648 3 8 8", "", 3, null)]
    public void Declared_channels_are_taken_as_they_are(string shape, string before, int channels, string? image)
    {
        using var model = new Understood(Build(shape, before, channels));
        Assert.Equal(image, model.Image);
    }

    [Theory]
    [InlineData(OnnxFile.UInt8, "UInt8")]
    [InlineData(OnnxFile.Half, "Float16")]
    [InlineData(OnnxFile.Double, "Float64")]
    public void Bytes_and_other_floats_are_images_too(int type, string name)
    {
        foreach ((string shape, string before, string layout) in new[]
        {
            ("-1 3 8 8", "", "nchw [1,3,8,8]"), ("-1 8 8 3", "Transpose x", "nhwc [1,8,8,3]"),
            ("8 8 3", "Unsqueeze x zero; Transpose", "hwc [8,8,3]"), ("-1 -1 8 8", "", "nchw [1,3,8,8]"),
        })
        {
            using var model = new Understood(Build(shape, before, 3, type));
            Assert.Equal($"rgb {layout} {name}", model.Image);
        }
    }

    [Fact]
    public void Bytes_are_pixels_as_they_are()
    {
        byte[] file = Build("-1 3 8 8", "", 3, OnnxFile.UInt8);
        using var plain = new Understood(file);
        Assert.Empty(plain.Inputs.Preprocessing!.Spec.Normalization.Steps);
        Assert.DoesNotContain("normalize", plain.Inputs.Preprocessing.Assumed!.Settings.Select(s => s.Name));
        Assert.Empty(plain.Notes);

        using var described = new Understood(
            file, ("preprocessor_config.json", """{ "size": 8, "image_mean": [0.5, 0.5, 0.5], "image_std": [1, 1, 1] }"""));
        Assert.Empty(described.Inputs.Preprocessing!.Spec.Normalization.Steps);
        Assert.Contains(
            "Note preprocessor_config.json: image_mean: Its normalisation is not used: the model's input takes UInt8, pixels 0 to 255, " +
            "which the graph normalises itself.", described.Notes);

        using var none = new Understood(file, ("fovea.json", """{ "normalize": "none" }"""));
        Assert.Empty(none.Notes);
        Assert.Equal(
            "net: fovea.json: normalize is 'divide 255'; the model's input takes UInt8, which holds pixels 0 to 255 as they are. " +
            "Expected \"none\", or no such field.",
            Assert.Throws<ModelPackageException>(
                () => new Understood(file, ("fovea.json", """{ "normalize": { "divide": 255 } }"""))).Message);
    }

    [Theory]
    [InlineData("fovea.json", """{ "input": { "channels": "gray" } }""", "gray nchw [1,1,8,8] Float32")]
    [InlineData("fovea.json", """{ "input": { "channels": "rgba" } }""", "rgba nchw [1,4,8,8] Float32")]
    [InlineData("fovea.json", """{ "normalize": { "mean": [1, 2, 3, 4] } }""", "rgba nchw [1,4,8,8] Float32")]
    [InlineData("fovea.json", """{ "normalize": { "mean": 127 } }""", "rgb nchw [1,3,8,8] Float32")]
    [InlineData("preprocessor_config.json", Processor, "rgb nchw [1,3,8,8] Float32")]
    [InlineData(
        "preprocessor_config.json", """{ "size": 8, "image_mean": [0, 0, 0, 0], "image_std": [1, 1, 1, 1] }""",
        "rgba nchw [1,4,8,8] Float32")]
    [InlineData(
        "preprocessor_config.json", """{ "size": 8, "image_mean": [0.5], "image_std": [0.5] }""", "gray nchw [1,1,8,8] Float32")]
    [InlineData("preprocessor_config.json", """{ "size": 8, "image_mean": 0.5, "image_std": 0.5 }""", "rgb nchw [1,3,8,8] Float32")]
    [InlineData("config.json", """{ "architecture": "net", "input_size": [3, 8, 8] }""", "rgb nchw [1,3,8,8] Float32")]
    [InlineData(
        "config.json", """{ "architecture": "net", "input_size": [1, 8, 8], "mean": [0.1], "std": [0.2] }""",
        "gray nchw [1,1,8,8] Float32")]
    [InlineData("config.pbtxt", """input { name: "x" dims: [1, 1, 8, 8] }""", "gray nchw [1,1,8,8] Float32")]
    [InlineData("config.pbtxt", """max_batch_size: 4 input { name: "x" dims: [4, 8, 8] }""", "rgba nchw [1,4,8,8] Float32")]
    public void Where_no_weights_tell_the_channels_the_files_do(string file, string text, string image)
    {
        using var model = new Understood(WithoutWeights("-1 -1 8 8"), (file, text));
        Assert.Equal(image, model.Image);
        Assert.Null(model.Inputs.Advice);
    }

    /// <summary>Channels that are the last axis, of which only constants before the transposition tell.</summary>
    [Theory]
    [InlineData("preprocessor_config.json", Processor, "rgb nhwc [1,8,8,3] Float32")]
    [InlineData("fovea.json", """{ "input": { "channels": "bgr", "width": 9, "height": 7 } }""", "bgr nhwc [1,7,9,3] Float32")]
    [InlineData("fovea.json", """{ "input": { "channels": "rgb" } }""", "rgb nhwc [1,224,224,3] Float32")]
    [InlineData(
        "config.pbtxt", """input { name: "x" dims: [1, 16, 8, 3] format: FORMAT_NHWC }""", "rgb nhwc [1,16,8,3] Float32")]
    public void Where_constants_fit_only_one_layout_it_is_that_one(string file, string text, string image)
    {
        byte[] network = new OnnxFile().Input("x", -1, -1, -1, -1).Weights("mean", [3], 1, 2, 3).Node("Sub", ["x", "mean"], "centred")
            .Node("Transpose", ["centred"], "planes", "", ("perm", [0, 3, 1, 2])).Node("GlobalAveragePool", ["planes"], "y")
            .Output("y", -1, -1, 1, 1).Build();
        using var model = new Understood(network, (file, text));
        Assert.Equal(image, model.Image);
    }

    [Fact]
    public void Where_nothing_tells_the_channels_the_setting_is_named()
    {
        using var model = new Understood(WithoutWeights("-1 -1 8 8"), ("labels.txt", "a\nb"));
        Assert.Null(model.Image);
        Assert.Equal(
            [
                "Warning model.onnx: 'x' Float32[N,N,8,8] leaves the number of channels open, and neither the weights nor a file " +
                "says it. If it is an image, write \"input\": { \"channels\": \"rgb\" } (or bgr, gray, rgba) into net/fovea.json.",
            ], model.Notes);
    }

    [Theory]
    [InlineData("""{ "input": { "channels": "gray" } }""", "fovea.json: input.channels is gray, 1 channel(s); the model's input has 3.")]
    [InlineData("""{ "normalize": { "mean": [1, 2, 3, 4] } }""", "has a step of 4 values (subtract 1 2 3 4), the input has 3 channel(s)")]
    public void Files_that_contradict_the_weights_are_errors(string settings, string message) => Assert.Contains(
        message,
        Assert.Throws<ModelPackageException>(() => new Understood(Build("-1 -1 8 8", "", 3), ("fovea.json", settings))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("-1 -1 16")]
    [InlineData("1 3 100")]
    [InlineData("64 64")]
    [InlineData("1 1000")]
    [InlineData("-1 8 8 32")]
    public void Signals_tables_and_maps_are_no_images(string shape)
    {
        using var model = new Understood(WithoutWeights(shape));
        Assert.Null(model.Image);
        Assert.Null(model.Inputs.Advice);
    }

    /// <summary>Spectrograms, say, as the keyword spotters of microcontrollers take them.</summary>
    [Theory]
    [InlineData("1 64")]
    [InlineData("-1 64")]
    public void A_row_of_features_is_no_image_though_the_network_has_windows(string shape)
    {
        byte[] network = new OnnxFile().Input("x", [.. shape.Split(' ').Select(int.Parse)]).Integers("plane", 1, 1, 8, 8)
            .Weights("w", [5, 1, 3, 3], new float[45])
            .Node("Reshape", ["x", "plane"], "planes").Node("Conv", ["planes", "w"], "maps").Node("GlobalAveragePool", ["maps"], "y")
            .Output("y", 1, 5, 1, 1).Build();
        using var model = new Understood(network);
        Assert.Null(model.Image);
        using var described = new Understood(
            network, ("fovea.json", """{ "input": { "height": 1, "width": 64 }, "resize": { "rule": "exact" } }"""));
        Assert.Equal("gray hw [1,64] Float32", described.Image);
    }

    [Fact]
    public void A_file_that_describes_pictures_makes_any_shape_of_one_an_image()
    {
        using var model = new Understood(WithoutWeights("8 8"), ("fovea.json", Exact));
        Assert.Equal("gray hw [8,8] Float32", model.Image);
    }

    private static byte[] Build(string shape, string before, int channels, int type = OnnxFile.Float)
    {
        OnnxFile file = new OnnxFile().TypedInput("x", type, Extents(shape))
            .Weights("w", [5, channels, 3, 3], [.. Enumerable.Range(0, 45 * channels).Select(i => (i % 7 - 3) / 10f)])
            .Weights("half", [], 0.5f).Weights("colours", [1, 3, 1, 1], 1, 2, 3).Integers("pads", 0, 0, 1, 1, 0, 0, 1, 1)
            .Integers("zero", 0).Integers("one", 1).Integers("planes", 0, 1);
        string last = "x";
        if (type != OnnxFile.Float)
            file.NodeWith("Cast", [last], last = "floats", "to", OnnxFile.Float);
        foreach ((int i, string node) in before.Split("; ", StringSplitOptions.RemoveEmptyEntries).Index())
        {
            string[] words = node.Split(' ');
            string[] inputs = [last, .. words.Skip(2)];
            (string, long[])[] attributes = words[0] == "Transpose" ? [("perm", [0, 3, 1, 2])] : [];
            file.Node(words[0], inputs, last = $"before{i}", "", attributes);
        }

        return file.Node("Conv", [last, "w"], "y").TypedOutput("y", OnnxFile.Float, -1, 5, -1, -1).Build();
    }

    private static byte[] WithoutWeights(string shape) => new OnnxFile().Input("x", Extents(shape)).Node("Relu", ["x"], "y")
        .Output("y", Extents(shape)).Build();

    private static long[] Extents(string shape) => [.. shape.Split(' ').Select(long.Parse)];
}
