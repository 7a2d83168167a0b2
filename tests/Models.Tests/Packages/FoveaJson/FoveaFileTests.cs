using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;
using Fovea.Imaging.Resizing;
using Fovea.Models.Inputs;
using Fovea.Models.Packages;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Postprocessing;
using Fovea.Models.Preprocessing;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Packages.FoveaJson;

public sealed class FoveaFileTests
{
    [Fact]
    public void Every_field_is_read_with_its_source()
    {
        ModelPackage package = TempModels.Load(("fovea.json", """
            {
              // a comment
              "input": { "width": 320, "height": 240, "channels": "bgr", "depth": 16 },
              "resize": { "rule": "exact", "width": 400, "height": 300, "filter": "hamming" },
              "crop": "floor",
              "padding": "#102030",
              "normalize": [ { "divide": 127.5, "precision": "double" }, { "subtract": [1, 2, 3] } ],
              "exifOrientation": false,
              "background": "#ff8000",
              "output": "scores",
              "outputActivation": "sigmoid",
              "selfTestTolerance": 0.01,
            }
            """));
        PreprocessingSettings settings = package.Preprocessing;
        Assert.Equal(new Sourced<int>(320, "fovea.json: input.width"), settings.Width);
        Assert.Equal(new Sourced<int>(240, "fovea.json: input.height"), settings.Height);
        Assert.Equal(new Sourced<ChannelOrder>(ChannelOrder.Bgr, "fovea.json: input.channels"), settings.Channels);
        Assert.Equal(new Sourced<int>(16, "fovea.json: input.depth"), settings.Depth);
        Assert.Equal(new Sourced<ResizeTarget>(new ResizeTarget(ResizeKind.Exact, null, 400, 300), "fovea.json: resize"), settings.Resize);
        Assert.Equal(new Sourced<ResizeFilter>(ResizeFilter.Hamming, "fovea.json: resize.filter"), settings.Filter);
        Assert.Equal(new Sourced<CropRounding>(CropRounding.Floor, "fovea.json: crop"), settings.Crop);
        Assert.Equal(new Sourced<RgbColor>(new RgbColor(16, 32, 48), "fovea.json: padding"), settings.Padding);
        Assert.Equal("divide 127.5 (float64), subtract 1 2 3", settings.Normalization!.Value.Value.ToString());
        Assert.Equal(new Sourced<bool>(false, "fovea.json: exifOrientation"), settings.ExifOrientation);
        Assert.Equal(new Sourced<RgbColor>(new RgbColor(255, 128, 0), "fovea.json: background"), settings.Background);
        Assert.Equal(new Sourced<string>("scores", "fovea.json: output"), package.Output);
        Assert.Equal(
            new Sourced<OutputActivation>(OutputActivation.Sigmoid, "fovea.json: outputActivation"), package.OutputActivation);
        Assert.Equal(0.01, package.SelfTestTolerance);
    }

    [Theory]
    [InlineData("cover", ResizeKind.Cover)]
    [InlineData("fit", ResizeKind.Fit)]
    public void Rules_that_keep_proportions_have_the_sides_of_the_file_or_of_the_input(string rule, ResizeKind kind)
    {
        ResizeTarget Read(string sides) =>
            TempModels.Load(("fovea.json", $$"""{ "resize": { "rule": "{{rule}}"{{sides}} } }""")).Preprocessing.Resize!.Value.Value;
        Assert.Equal(new ResizeTarget(kind, null, 30, 20), Read(""", "width": 30, "height": 20"""));
        Assert.Equal(new ResizeTarget(kind), Read(""));
        ResolvedPreprocessing resolved = Prepared.Open(
            ("fovea.json", $$"""{ "input": { "width": 30, "height": 20 }, "resize": { "rule": "{{rule}}" } }"""));
        Assert.Equal($"{rule} 30x20", resolved.Settings.Single(setting => setting.Name == "resize").Value);
    }

    [Fact]
    public void The_examples_of_the_documentation_are_valid()
    {
        Assert.SkipWhen(Checkout.Root is null, "The tests do not run from a working copy.");
        string[] lines = File.ReadAllLines(Path.Combine(Checkout.Root!, "docs/model-folders.md"));
        string[] oneLiners = [.. lines.Where(line => line.StartsWith("{ ", StringComparison.Ordinal))];
        int begin = Array.IndexOf(lines, "```json");
        string full = string.Join('\n', lines[(begin + 1)..Array.IndexOf(lines, "```", begin)]);
        Assert.Equal(10, oneLiners.Length);
        Assert.Equal("divide 127.5, subtract 1", TempModels.Load(("fovea.json", full)).Preprocessing.Normalization!.Value.Value.ToString());
        Assert.All(oneLiners, json => Assert.NotEqual(new PreprocessingSettings(), TempModels.Load(("fovea.json", json)).Preprocessing));
    }

    [Fact]
    public void A_byte_order_mark_is_no_error() =>
        Assert.Equal(0.5, TempModels.Load(("fovea.json", "\uFEFF{ \"selfTestTolerance\": 0.5 }")).SelfTestTolerance);

    [Fact]
    public void Nothing_said_leaves_everything_open()
    {
        ModelPackage package = TempModels.Load(("fovea.json", """{ "background": null }"""));
        Assert.Equal(new PreprocessingSettings(), package.Preprocessing);
        Assert.Null(package.OutputActivation);
        Assert.Equal(ModelPackage.DefaultSelfTestTolerance, package.SelfTestTolerance);
    }

    [Theory]
    [InlineData("\"none\"", "none")]
    [InlineData("\"imagenet\"", "divide 255, subtract 0.485 0.456 0.406, divide 0.229 0.224 0.225")]
    [InlineData("""{ "divide": 255, "mean": 0.5, "std": [1, 2, 3] }""", "divide 255, subtract 0.5, divide 1 2 3")]
    [InlineData("""{ "scale": 0.25, "std": 2 }""", "multiply 0.25, divide 2")]
    [InlineData("""{ "mean": [103.94, 116.78, 123.68] }""", "subtract 103.94 116.78 123.68")]
    [InlineData("{}", "none")]
    [InlineData("""[ { "multiply": 2 }, { "add": -1 }, { "divide": 3, "precision": "single" } ]""", "multiply 2, add -1, divide 3")]
    public void A_normalisation_is_the_documented_steps(string json, string steps) =>
        Assert.Equal(
            steps, TempModels.Load(("fovea.json", $$"""{ "normalize": {{json}} }""")).Preprocessing.Normalization!.Value.Value.ToString());

    [Theory]
    [InlineData("""{ "size": 64 }""", ResizeKind.ShortestEdge, 64, null, null)]
    [InlineData("""{ "rule": "shortest-edge" }""", ResizeKind.ShortestEdge, null, null, null)]
    [InlineData("""{ "width": 5, "height": 6 }""", ResizeKind.Exact, null, 5, 6)]
    [InlineData("""{ "rule": "exact" }""", ResizeKind.Exact, null, null, null)]
    [InlineData("""{ "rule": "none" }""", ResizeKind.None, null, null, null)]
    public void A_resize_implies_its_rule(string json, ResizeKind kind, int? size, int? width, int? height) =>
        Assert.Equal(
            new ResizeTarget(kind, size, width, height),
            TempModels.Load(("fovea.json", $$"""{ "resize": {{json}} }""")).Preprocessing.Resize!.Value.Value);

    [Theory]
    [InlineData("", "the file is not valid JSON.")]
    [InlineData("{", "the file is not valid JSON.")]
    [InlineData("""{ "crop": "floor", "crop": "floor" }""", "the file is not valid JSON.")]
    [InlineData("""{ "crop": "\ud800" }""", "the text at byte 10 has an escape that is half a character; write both halves")]
    [InlineData("[]", "the root is []; expected an object.")]
    [InlineData(
        """{ "ressize": {} }""",
        "ressize is not a known field (did you mean resize?); known here: input, resize, crop, place, padding, normalize, " +
        "exifOrientation, background, output, outputActivation, task, detection, picture, selfTestTolerance, versions.")]
    [InlineData("""{ "activation": "none" }""", "activation is not a known field; known here: input,")]
    [InlineData(
        """{ "input": { "Width": 5 } }""",
        "input.Width is not a known field (did you mean width?); known here: width, height, channels, depth, size, multiple.")]
    [InlineData("""{ "input": 224 }""", "input is 224; expected an object.")]
    [InlineData("""{ "input": { "width": 0 } }""", "input.width is 0; expected a whole number from 1 to 16384.")]
    [InlineData("""{ "input": { "width": 1.5 } }""", "input.width is 1.5; expected a whole number from 1 to 16384.")]
    [InlineData("""{ "input": { "height": "224" } }""", "input.height is \"224\"; expected a whole number from 1 to 16384.")]
    [InlineData("""{ "input": { "height": 16385 } }""", "input.height is 16385; expected a whole number from 1 to 16384.")]
    [InlineData(
        """{ "input": { "channels": "RGB" } }""",
        "input.channels is \"RGB\"; expected one of \"rgb\", \"bgr\", \"gray\", \"luminance\", \"rgba\".")]
    [InlineData("""{ "input": { "depth": 12 } }""", "input.depth is 12; expected 8 or 16, the bits of a sample.")]
    [InlineData(
        """{ "resize": { "rule": "best" } }""",
        "resize.rule is \"best\"; expected one of \"shortest-edge\", \"exact\", \"cover\", \"fit\", \"multiple\", \"none\".")]
    [InlineData("""{ "padding": "gray" }""", "padding is \"gray\"; expected a colour such as \"#ffffff\".")]
    [InlineData(
        """{ "resize": { "filter": "cubic" } }""",
        "resize.filter is \"cubic\"; expected one of \"nearest\", \"box\", \"bilinear\", \"hamming\", \"bicubic\", \"lanczos\", " +
        "\"opencv-nearest\", \"opencv-linear\", \"opencv-cubic\", \"opencv-area\".")]
    [InlineData(
        """{ "resize": { "rule": "exact", "width": 5, "height": 5, "rounding": "product" } }""",
        "resize.rounding is \"product\"; expected no rounding unless the rule is \"fit\" or \"multiple\"")]
    [InlineData(
        """{ "resize": { "rule": "multiple", "of": 32 } }""", "expected the rule \"multiple\" only where input.size is \"picture\"")]
    [InlineData("""{ "resize": { "rule": "exact", "of": 32 } }""", "resize.of is 32; expected no of unless the rule is \"multiple\".")]
    [InlineData(
        """{ "input": { "size": "picture" }, "resize": { "rule": "multiple", "of": 16, "plus": 16 } }""",
        "resize.plus is 16; expected a whole number from 0 to 15.")]
    [InlineData(
        """{ "input": { "size": "picture" }, "resize": { "rule": "multiple", "rounding": "product" } }""",
        "resize.rounding is \"product\"; expected \"nearest\" or \"floor\" with the rule \"multiple\".")]
    [InlineData(
        """{ "input": { "size": "picture" }, "resize": { "rule": "multiple", "factor": 0 } }""",
        "resize.factor is 0; expected a number above 0 and at most 8.")]
    [InlineData("""{ "resize": { "rule": "fit", "rounding": "up" } }""", "resize.rounding is \"up\"; expected one of \"nearest\",")]
    [InlineData("""{ "place": "left" }""", "place is \"left\"; expected one of \"centre\", \"top-left\".")]
    [InlineData(
        """{ "resize": { "rule": "exact", "size": 5 } }""", "resize.size is 5; expected no size unless the rule is \"shortest-edge\"")]
    [InlineData("""{ "resize": { "size": 5, "width": 5, "height": 5 } }""", "expected width and height only with the rules \"exact\",")]
    [InlineData("""{ "resize": { "width": 5 } }""", "expected both width and height, or neither.")]
    [InlineData("""{ "crop": "center" }""", "crop is \"center\"; expected one of \"half-even\", \"floor\".")]
    [InlineData("""{ "normalize": "caffe" }""", "normalize is \"caffe\"; expected one of \"none\", \"imagenet\".")]
    [InlineData("""{ "normalize": 255 }""", "normalize is 255; expected \"none\", \"imagenet\", an object, or a list of steps.")]
    [InlineData("""{ "normalize": { "divide": 255, "scale": 1 } }""", "expected divide or scale, not both.")]
    [InlineData("""{ "normalize": { "std": [1, 0, 1] } }""", "normalize.std is [1, 0, 1]; expected a divisor other than 0.")]
    [InlineData("""{ "normalize": { "mean": [1, 2] } }""", "normalize.mean is [1, 2]; expected a number, or a list of 1, 3 or 4 numbers.")]
    [InlineData("""{ "normalize": { "mean": [1, 2, "3"] } }""", "normalize.mean[2] is \"3\"; expected a number.")]
    [InlineData("""{ "normalize": { "mean": 1e39 } }""", "normalize.mean is 1e39; expected numbers within the range of a float32.")]
    [InlineData(
        """{ "normalize": [ { "divide": 2 }, { "divide": 2, "add": 1 } ] }""",
        "normalize[1] is { \"divide\": 2, \"add\": 1 }; expected exactly one of multiply, divide, subtract, add.")]
    [InlineData(
        """{ "normalize": [ { "divde": 2 } ] }""",
        "normalize[0].divde is not a known field (did you mean divide?); known here: multiply, divide, subtract, add, precision.")]
    [InlineData("""{ "normalize": [ 3 ] }""", "normalize[0] is 3; expected an object.")]
    [InlineData("""{ "exifOrientation": "no" }""", "exifOrientation is \"no\"; expected true or false.")]
    [InlineData("""{ "background": "white" }""", "background is \"white\"; expected a colour such as \"#ffffff\".")]
    [InlineData("""{ "background": 0 }""", "background is 0; expected a string.")]
    [InlineData("""{ "outputActivation": "relu" }""", "outputActivation is \"relu\"; expected one of \"none\", \"softmax\", \"sigmoid\".")]
    [InlineData("""{ "selfTestTolerance": 0 }""", "selfTestTolerance is 0; expected a number above 0 and at most 1")]
    [InlineData("""{ "versions": "newest" }""", "versions is \"newest\"; expected 'all', 'latest', 'N latest'")]
    [InlineData("""{ "versions": [0] }""", "versions[0] is 0; expected a whole number from 1 to")]
    [InlineData("""{ "selfTestTolerance": 1e999 }""", "selfTestTolerance is 1e999; expected a number.")]
    public void What_is_wrong_is_named_with_file_and_field(string json, string message) =>
        Prepared.AssertRefused("fovea.json", json, message);
}
