using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;
using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Inputs;
using Fovea.Models.Packages;
using Fovea.Models.Preprocessing;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Inputs;

public sealed class PreprocessingResolverTests
{
    [Theory]
    [InlineData("mobilenet_v2", 3, 224, 224, """{ "resize": { "size": 256 }, "normalize": [ { "divide": 127.5 }, { "subtract": 1 } ] }""")]
    [InlineData(
        "squeezenet", 3, 224, 224,
        """{ "input": { "channels": "bgr" }, "resize": { "size": 256 }, "normalize": { "mean": [103.94, 116.78, 123.68] } }""")]
    [InlineData("imagenet", 3, 224, 224, "{}")]
    [InlineData("ultraface", 3, 240, 320, """{ "resize": { "rule": "exact" }, "normalize": { "mean": 127, "std": 128 } }""")]
    [InlineData(
        "ppocr", 3, 0, 0,
        """{ "input": { "width": 192, "height": 48 }, "resize": { "rule": "exact" },"""
            + """ "normalize": { "divide": 255, "mean": 0.5, "std": 0.5 } }""")]
    [InlineData("gray_28", 1, 28, 28, """{ "resize": { "rule": "exact" }, "normalize": "none" }""")]
    public void The_documented_examples_give_the_recorded_preprocessings(string network, int channels, int height, int width, string json)
    {
        ResolvedPreprocessing resolved = Resolve(Nchw(channels, height, width), ("fovea.json", json));
        Assert.Equal(Specs.Network(network) with { ApplyExifOrientation = true }, resolved.Spec);
    }

    [Fact]
    public void With_nothing_given_the_defaults_are_used_and_said()
    {
        ResolvedPreprocessing resolved = Resolve(Nchw(3, 299, 299));
        Assert.Equal(
        [
            new("input.width", "299", "model input"),
            new("input.height", "299", "model input"),
            new("input.channels", "rgb", "default", Assumed: true),
            new("input.layout", "nchw", "model input"),
            new("resize", "shortest-edge 341", "default", Assumed: true),
            new("resize.filter", "bilinear", "default"),
            new("crop", "half-even", "default"),
            new("normalize", "divide 255, subtract 0.485 0.456 0.406, divide 0.229 0.224 0.225", "default", Assumed: true),
            new("exifOrientation", "true", "default"),
            new("background", "none (alpha is dropped)", "default"),
        ],
        resolved.Settings);
    }

    [Fact]
    public void Gray_and_oblong_inputs_have_defaults_of_their_own()
    {
        PreprocessingSpec spec = Resolve(Nchw(1, 30, 40)).Spec;
        Assert.Equal(ChannelOrder.Gray, spec.Channels);
        Assert.Equal("divide 255", spec.Normalization.ToString());
        Assert.Equal(ResizeRule.Exact(40, 30, ResizeFilter.Bilinear), spec.Resize);
    }

    [Fact]
    public void An_open_size_is_taken_from_the_folder_or_is_224()
    {
        ResolvedPreprocessing resolved = Resolve(Nchw(3, 0, 0), ("fovea.json", """{ "input": { "width": 100 } }"""));
        Assert.Equal((100, 224), (resolved.Spec.Width, resolved.Spec.Height));
        Assert.Equal("default (the model's input leaves it open)", resolved.Settings.Single(s => s.Name == "input.height").Source);
    }

    [Fact]
    public void Channels_last_is_recognised()
    {
        PreprocessingSpec spec = Resolve(new SymbolicShape([Dimension.Unknown, 224, 192, 3])).Spec;
        Assert.Equal((TensorLayout.Nhwc, 224, 192), (spec.Layout, spec.Height, spec.Width));
        Assert.Equal(new Shape(2, 224, 192, 3), spec.InputShape(2));
    }

    [Fact]
    public void Inputs_that_are_no_images_have_no_preprocessing()
    {
        ModelPackage package = TempModels.Load();
        Assert.Null(ResolvedInput.Of(package, new SymbolicShape([1, 1000])));
        Assert.Null(ResolvedInput.Of(package, new SymbolicShape([1, 64, 56, 56])));
        Assert.Null(ResolvedInput.Of(package, new SymbolicShape([1, 3, 100_000, 100_000])));
        Assert.Null(ResolvedInput.Of(package, SymbolicShape.Unknown));
    }

    [Fact]
    public void Open_channels_are_an_images_where_the_folder_says_so()
    {
        var open = new SymbolicShape([1, Dimension.Unknown, 8, 8]);
        Assert.Null(ResolvedInput.Of(TempModels.Load(), open));
        Assert.Equal(new Shape(1, 1, 8, 8), Resolve(open, ("fovea.json", """{ "input": { "channels": "gray" } }""")).Spec.InputShape(1));
    }

    [Theory]
    [InlineData(
        "fovea.json", """{ "input": { "width": 192 } }""",
        "net: fovea.json: input.width makes input.width 192, the model's input has 224; expected the same.")]
    [InlineData(
        "preprocessor_config.json", """{ "crop_size": 256, "do_center_crop": true }""",
        "net: preprocessor_config.json: crop_size makes input.width 256, the model's input has 224; expected the same.")]
    [InlineData(
        "fovea.json", """{ "input": { "channels": "gray" } }""",
        "net: fovea.json: input.channels is gray, 1 channel(s); the model's input has 3.")]
    public void Contradictions_with_the_graph_are_errors(string file, string json, string message) =>
        Assert.Equal(message, Assert.Throws<ModelPackageException>(() => Resolve(Nchw(3, 224, 224), (file, json))).Message);

    [Fact]
    public void A_normalisation_for_other_channels_is_an_error() =>
        Assert.Equal(
            "net: fovea.json: normalize has a step of 3 values (subtract 0.485 0.456 0.406), the input has 1 channel(s); expected one " +
            "value, or one per channel. Set \"normalize\" in net/fovea.json.",
            Assert.Throws<ModelPackageException>(
                () => Resolve(Nchw(1, 224, 224), ("fovea.json", """{ "normalize": "imagenet" }"""))).Message);

    [Theory]
    [InlineData("gray", 1, 16, true)]
    [InlineData("bgr", 3, 16, true)]
    [InlineData("luminance", 1, 8, false)]
    public void The_depth_is_kept_where_the_file_says_so(string channels, int count, int depth, bool keeps)
    {
        ResolvedPreprocessing resolved = Resolve(
            Nchw(count, 8, 8), ("fovea.json", $$"""{ "input": { "channels": "{{channels}}", "depth": {{depth}} } }"""));
        Assert.Equal(keeps, resolved.Spec.KeepsDepth);
        Assert.Equal(
            new PreprocessingSetting("input.depth", $"{depth}", "fovea.json: input.depth"),
            resolved.Settings.Single(setting => setting.Name == "input.depth"));
    }

    [Theory]
    [InlineData(
        1, """{ "input": { "channels": "luminance", "depth": 16 } }""",
        "net: fovea.json: input.depth is 16, and input.channels is luminance (fovea.json: input.channels), which is prepared in 8 bits; " +
        "expected the channels gray, rgb or bgr, or a depth of 8. Change it in net/fovea.json.")]
    [InlineData(
        4, """{ "input": { "depth": 16 } }""", "input.channels is rgba (model input), which is prepared in 8 bits")]
    [InlineData(
        3, """{ "input": { "depth": 16 }, "resize": { "filter": "opencv-area" } }""",
        "net: fovea.json: input.depth is 16, and resize.filter is opencv-area (fovea.json: resize.filter), which resizes 8 bits only; " +
        "expected one of Pillow's filters, or opencv-nearest, or a depth of 8. Change it in net/fovea.json.")]
    public void A_depth_that_something_would_lose_is_an_error(int channels, string json, string message) =>
        Assert.Contains(
            message, Assert.Throws<ModelPackageException>(() => Resolve(Nchw(channels, 8, 8), ("fovea.json", json))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Every_filter_keeps_a_depth_or_is_refused_with_it()
    {
        foreach (ResizeFilter filter in Enum.GetValues<ResizeFilter>())
        {
            string json = $$"""{ "input": { "depth": 16 }, "resize": { "filter": "{{SettingText.Of(filter)}}" } }""";
            if (filter is ResizeFilter.OpenCvLinear or ResizeFilter.OpenCvCubic or ResizeFilter.OpenCvArea)
            {
                Assert.Throws<ModelPackageException>(() => Resolve(Nchw(1, 8, 8), ("fovea.json", json)));
                continue;
            }

            using DecodedImage image = Noise.Deep(13, 9, seed: 1, samples: 1);
            Assert.NotEmpty(Tensors.Of(image, Resolve(Nchw(1, 8, 8), ("fovea.json", json)).Spec));
        }
    }

    [Fact]
    public void An_input_of_bytes_has_no_depth()
    {
        ModelPackage package = TempModels.Load(("fovea.json", """{ "input": { "depth": 16 } }"""));
        var value = new ModelValue("image", ElementType.UInt8, Nchw(3, 8, 8));
        ImageInput input = ImageInput.TryRead(value, package.Preprocessing, _ => true)!;
        Assert.Contains(
            "the model's input takes UInt8, which holds 8 bits; expected no depth, or a depth of 8.",
            Assert.Throws<ModelPackageException>(() => PreprocessingResolver.Decide(package, input, [])).Message, StringComparison.Ordinal);
    }

    private static ResolvedPreprocessing Resolve(SymbolicShape input, params (string Name, string Text)[] files) =>
        ResolvedInput.Of(TempModels.Load(files), input)!;

    private static SymbolicShape Nchw(int channels, int height, int width) =>
        new([Dimension.Named("N"), channels, Side(height), Side(width)]);

    private static Dimension Side(int side) => side == 0 ? Dimension.Unknown : side;
}
