using Fovea.Models.Packages;
using Fovea.Models.Preprocessing;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Packages.HuggingFace;

public sealed class ProcessorNotesTests
{
    private const string File = "preprocessor_config.json";

    [Theory]
    [InlineData("ViT", """ "do_center_crop": true """, "Warning", "do_center_crop: ViTImageProcessor does not know this field")]
    [InlineData("ViT", """ "do_center_crop": false """, "Note", "do_center_crop: ViTImageProcessor does not know this field")]
    [InlineData("ViT", """ "crop_size": 32 """, "Note", "crop_size: ViTImageProcessor does not know this field")]
    [InlineData("ViT", """ "crop_pct": 0.9 """, "Note", "crop_pct: ViTImageProcessor does not know this field")]
    [InlineData("ViT", """ "do_pad": true """, "Warning", "do_pad: ViTImageProcessor does not know this field")]
    [InlineData("ViT", """ "do_flip_channel_order": true """, "Warning", "do_flip_channel_order: ViTImageProcessor does not know")]
    [InlineData("CLIP", """ "rescale_offset": true """, "Note", "rescale_offset: CLIPImageProcessor does not know this field")]
    [InlineData("CLIP", """ "include_top": true """, "Note", "include_top: CLIPImageProcessor does not know this field")]
    [InlineData("MobileViT", """ "do_normalize": true """, "Warning", "do_normalize: MobileViTImageProcessor does not know this field")]
    [InlineData("MobileViT", """ "image_mean": [0, 0, 0] """, "Note", "image_mean: MobileViTImageProcessor does not know this field")]
    [InlineData("ViT", """ "do_thumbnail": true """, "Warning", "do_thumbnail: The field is not known, and is not used.")]
    [InlineData("ViT", """ "brightness": 2 """, "Note", "brightness: The field is not known, and is not used.")]
    [InlineData("DPT", """ "keep_aspect_ratio": true """, "Warning", "keep_aspect_ratio: Images are resized to the size exactly;")]
    [InlineData("ViT", """ "auto_map": { "AutoImageProcessor": "x.Y" } """, "Warning", "auto_map: The processor is code of the model's")]
    [InlineData("CLIP", """ "do_center_crop": false """, "Warning", "do_resize: By these fields the images have no fixed size")]
    [InlineData(
        "CLIP", """ "size": { "shortest_edge": 800, "longest_edge": 1333 } """, "Warning", "size: By these fields the images have no")]
    [InlineData("CLIP", """ "size": { "max_height": 8, "max_width": 8 } """, "Warning", "size: By these fields the images have no")]
    [InlineData("ViT", """ "do_resize": false """, "Warning", "do_resize: By these fields the images have no fixed size")]
    [InlineData("Yolos", """ "do_pad": true """, "Warning", "image_processor_type: YolosImageProcessor: Its images keep their proportions")]
    [InlineData("Mask2Former", """ "size": 800 """, "Warning", "image_processor_type: Mask2FormerImageProcessor: Its images keep")]
    [InlineData("TextNet", """ "size_divisor": 32 """, "Warning", "image_processor_type: TextNetImageProcessor: Its images keep")]
    [InlineData("ImageGPT", """ "size": 32 """, "Warning", "image_processor_type: ImageGPTImageProcessor: It turns pixels into tokens")]
    [InlineData("Siglip2", """ "size": 256 """, "Warning", "image_processor_type: Siglip2ImageProcessor: It turns pixels into tokens")]
    [InlineData("DINOv3ViT", """ "size": 256 """, "Note", "image_processor_type: DINOv3ViTImageProcessor: It resizes after rescaling")]
    public void What_is_found_and_not_used_is_a_note(string type, string field, string severity, string expected)
    {
        ModelPackage package = TempModels.Load((File, $$"""{ "image_processor_type": "{{type}}ImageProcessor", {{field}} }"""));
        Assert.Contains(
            Prepared.Lines(package.Notes), line => line.StartsWith($"{severity} {File}: {expected}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Detr", """ "size": { "shortest_edge": 800, "longest_edge": 1333 } """, 800, "multiple of 1, shortest 800, longest 1333")]
    [InlineData("ConditionalDetr", """ "size": 640, "max_size": 900 """, 640, "multiple of 1, shortest 640, longest 900")]
    [InlineData("Detr", """ "size": { "shortest_edge": 480 } """, 480, "multiple of 1, shortest 480")]
    [InlineData("Yolos", """ "do_pad": true """, 800, "multiple of 16, shortest 800, longest 1333")]
    public void Detectors_that_take_any_size_run_each_image_in_the_size_of_its_own(string type, string fields, int side, string rule)
    {
        using var network = new Understood(
            new OnnxFile().Input("pixel_values", -1, 3, -1, -1).Node("GlobalAveragePool", ["pixel_values"], "y").Output("y", -1, 3, 1, 1)
                .Build(),
            (File, $$"""{ "image_processor_type": "{{type}}ImageProcessor", {{fields}} }"""));
        PreprocessingSpec spec = network.Inputs.Preprocessing!.Spec;
        Assert.Equal($"{rule}, rounding floor", SettingText.Of(spec.Resize));
        Assert.Equal((1, side, side), (spec.SideMultiple, spec.Width, spec.Height));
        Assert.DoesNotContain(network.Notes, note => note.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(
        "ViT", """ "do_resize": true, "size": 224, "resample": 2, "do_rescale": true, "rescale_factor": 0.1, "image_mean": 0.5 """)]
    [InlineData("ViT", """ "do_convert_rgb": null, "data_format": "channels_first", "_valid_processor_keys": ["x"], "crop_pct": null """)]
    [InlineData("CLIP", """ "do_center_crop": true, "crop_size": { "height": 224, "width": 224 }, "image_std": [1, 1, 1] """)]
    [InlineData("ConvNext", """ "crop_pct": 0.875, "feature_extractor_type": "x" """)]
    [InlineData("EfficientNet", """ "rescale_offset": true, "include_top": false, "do_center_crop": true """)]
    [InlineData("MobileViT", """ "do_flip_channel_order": false, "do_reduce_labels": true """)]
    [InlineData("Segformer", """ "do_reduce_labels": true """)]
    [InlineData("Detr", """ "size": { "height": 64, "width": 96 } """)]
    [InlineData(
        "Detr", """ "size": { "max_height": 64, "max_width": 96 }, "pad_size": { "height": 64, "width": 96 }, "do_pad": true """)]
    [InlineData("RTDetr", """ "do_pad": true, "pad_size": null, "format": "coco_detection", "do_convert_annotations": true """)]
    public void What_is_used_or_about_something_else_is_none(string type, string fields) =>
        Assert.Empty(TempModels.Load((File, $$"""{ "image_processor_type": "{{type}}ImageProcessor", {{fields}} }""")).Notes);
}
