using Fovea.Models.Packages;
using Fovea.Models.Tests.Support;

namespace Fovea.Models.Tests.Packages.HuggingFace;

public sealed class ImageProcessorFileTests
{
    private const string Resnet = """
        { "crop_pct": 0.875, "do_normalize": true, "do_resize": true, "feature_extractor_type": "ConvNextFeatureExtractor",
          "image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225], "resample": 3, "size": 224 }
        """;

    private const string MobileNetV2 = """
        { "crop_size": { "height": 224, "width": 224 }, "do_center_crop": true, "do_normalize": true, "do_rescale": true, "do_resize": true,
          "image_mean": [0.5, 0.5, 0.5], "image_processor_type": "MobileNetV2ImageProcessor", "image_std": [0.5, 0.5, 0.5], "resample": 2,
          "rescale_factor": 0.00392156862745098, "size": { "shortest_edge": 256 } }
        """;

    private const string Vit = """
        { "do_normalize": true, "do_rescale": true, "do_resize": true, "image_mean": [0.5, 0.5, 0.5], "image_processor_type": "ViTImageProcessor",
          "image_std": [0.5, 0.5, 0.5], "resample": 2, "rescale_factor": 0.00392156862745098, "size": { "height": 224, "width": 192 } }
        """;

    private const string MobileVit = """
        { "do_center_crop": true, "do_flip_channel_order": true, "do_rescale": true, "do_resize": true, "crop_size": 256, "resample": 2,
          "size": { "shortest_edge": 288 } }
        """;

    [Theory]
    [InlineData(
        Resnet,
        "224x224 shortest-edge 256 bicubic floor rgb | multiply 0.00392156862745098 (float64), subtract 0.485 0.456 0.406, divide 0.229 " +
        "0.224 0.225")]
    [InlineData(
        MobileNetV2,
        "224x224 shortest-edge 256 bilinear floor rgb | multiply 0.00392156862745098 (float64), subtract 0.5 0.5 0.5, divide 0.5 0.5 0.5")]
    [InlineData(
        Vit, "192x224 exact 192x224 bilinear floor rgb | multiply 0.00392156862745098 (float64), subtract 0.5 0.5 0.5, divide 0.5 0.5 0.5")]
    [InlineData(MobileVit, "256x256 shortest-edge 288 bilinear floor bgr | multiply 0.00392156862745098 (float64)")]
    [InlineData(
        """{ "size": 384, "image_processor_type": "ConvNextImageProcessor", "do_rescale": false, "do_normalize": false, "resample": 1 }""",
        "384x384 exact 384x384 lanczos floor rgb | none")]
    [InlineData(
        """{ "size": 256, "crop_size": 224, "resample": 0, "rescale_factor": 0.5, "rescale_offset": true }""",
        "224x224 shortest-edge 256 nearest floor rgb | multiply 0.5 (float64), subtract 1")]
    [InlineData(
        """{ "do_resize": false, "do_center_crop": true, "crop_size": 100 }""",
        "100x100 none bilinear floor rgb | multiply 0.00392156862745098 (float64)")]
    public void A_processors_file_becomes_its_settings(string json, string expected) =>
        Assert.Equal(expected, Prepared.Describe(TempModels.Load(("preprocessor_config.json", json))));

    [Fact]
    public void Files_are_merged_setting_by_setting()
    {
        ModelPackage package = TempModels.Load(
            ("config.json", """{ "architecture": "x", "pretrained_cfg": { "input_size": [3, 224, 224] } }"""),
            ("preprocessor_config.json", """{ "resample": 2, "do_rescale": false }"""),
            ("fovea.json", """{ "crop": "half-even" }"""));
        Assert.Equal("fovea.json: crop", package.Preprocessing.Crop!.Value.Source);
        Assert.Equal("preprocessor_config.json: resample", package.Preprocessing.Filter!.Value.Source);
        Assert.Equal("preprocessor_config.json: do_rescale", package.Preprocessing.Normalization!.Value.Source);
        Assert.Equal("config.json: pretrained_cfg.input_size", package.Preprocessing.Width!.Value.Source);
    }

    [Theory]
    [InlineData(
        """{ "size": "big" }""",
        "size is \"big\"; expected a whole number, [height, width], {\"shortest_edge\": ...} or {\"height\": ..., \"width\": ...}.")]
    [InlineData("""{ "size": { "height": 5 } }""", "size is { \"height\": 5 }; expected a whole number,")]
    [InlineData("""{ "size": [5] }""", "size is [5]; expected a whole number,")]
    [InlineData("""{ "size": [5, 0] }""", "size[1] is 0; expected a whole number from 1 to 16384.")]
    [InlineData("""{ "crop_size": { "shortest_edge": 5 } }""", "crop_size is { \"shortest_edge\": 5 }; expected a whole number,")]
    [InlineData(
        """{ "image_processor_type": "ConvNextImageProcessor", "size": { "height": 5, "width": 5 } }""",
        "size is { \"height\": 5, \"width\": 5 }; expected a number, or shortest_edge.")]
    [InlineData(
        """{ "image_processor_type": "PerceiverImageProcessor", "size": 256, "crop_size": 224 }""",
        "crop_size is 224; expected sides that are not shorter than those of size.")]
    [InlineData("""{ "image_processor_type": 5 }""", "image_processor_type is 5; expected a string.")]
    [InlineData("""{ "pretrained_cfg": 5 }""", "pretrained_cfg is 5; expected an object.")]
    [InlineData("""{ "resample": 6 }""", "resample is 6; expected a whole number from 0 to 5.")]
    [InlineData("""{ "resample": "bilinear" }""", "resample is \"bilinear\"; expected Pillow's number of a filter, 0 to 5.")]
    [InlineData("""{ "do_pad": true }""", "do_pad is true; expected false")]
    [InlineData("""{ "do_normalize": true }""", "do_normalize is true; expected image_mean and image_std beside it.")]
    [InlineData("""{ "do_normalize": 1 }""", "do_normalize is 1; expected true or false.")]
    [InlineData("""{ "image_mean": [0], "image_std": [0] }""", "image_std is [0]; expected divisors other than 0.")]
    [InlineData("""{ "size": 224, "crop_pct": 0 }""", "crop_pct is 0; expected a number above 0.01 and at most 1.")]
    public void Wrong_processor_fields_are_named(string json, string message) =>
        Prepared.AssertRefused("preprocessor_config.json", json, message);
}
