using Fovea.Imaging.Resampling;
using Fovea.Inference;
using Fovea.Models.Inputs;
using Fovea.Models.Packages;
using Fovea.Models.Preprocessing;
using Fovea.Models.Tests.Support;

namespace Fovea.Models.Tests.Packages.HuggingFace;

public sealed class ProcessorClassTests
{
    private const string File = "preprocessor_config.json";

    [Theory]
    [InlineData("""{ "image_processor_type": "DeiTImageProcessor" }""", "{}")]
    [InlineData("""{ "image_processor_type": "DeiTImageProcessorFast" }""", "{}")]
    [InlineData("""{ "image_processor_type": "DeiTImageProcessorPil" }""", "{}")]
    [InlineData("""{ "feature_extractor_type": "DeiTFeatureExtractor" }""", "{}")]
    [InlineData("""{ "image_processor_type": "DeiTFeatureExtractor", "feature_extractor_type": "ViTFeatureExtractor" }""", "{}")]
    [InlineData("{}", """{ "model_type": "deit" }""")]
    [InlineData("""{ "processor_class": "ViTProcessor" }""", """{ "model_type": "deit" }""")]
    [InlineData("""{ "processor_class": "DeiTProcessor" }""", """{ "model_type": "of-my-own" }""")]
    [InlineData("""{ "image_processor_type": null, "feature_extractor_type": "DeiTFeatureExtractor" }""", """{ "model_type": "vit" }""")]
    public void A_class_is_found_by_any_of_its_names(string processor, string config)
    {
        ModelPackage package = TempModels.Load((File, processor), ("config.json", config));
        ResolvedPreprocessing resolved = Prepared.Open(package);
        Assert.Equal(ResizeRule.Exact(256, 256, ResizeFilter.Bicubic), resolved.Spec.Resize);
        Assert.Equal((224, 224), (resolved.Spec.Width, resolved.Spec.Height));
        Assert.Empty(package.Notes);
        Assert.Null(resolved.Assumed);
    }

    [Fact]
    public void What_the_file_leaves_to_the_class_says_so()
    {
        ResolvedPreprocessing resolved = Prepared.Open((File, """{ "image_processor_type": "CLIPImageProcessorFast", "size": 256 }"""));
        Assert.Equal(
            [
                "input.width: 224 of preprocessor_config.json (CLIPImageProcessorFast's default)",
                "resize: shortest-edge 256 of preprocessor_config.json: size",
                "resize.filter: bicubic of preprocessor_config.json (CLIPImageProcessorFast's default)",
            ],
            resolved.Settings.Where(s => s.Name is "input.width" or "resize" or "resize.filter")
                .Select(s => $"{s.Name}: {s.Value} of {s.Source}"));
    }

    [Fact]
    public void Newer_versions_nest_the_fields_in_the_file_of_the_processor()
    {
        ModelPackage package = TempModels.Load(
            ("processor_config.json",
                """{ "processor_class": "X", "image_processor": { "image_processor_type": "ViTImageProcessor", "size": 60 } }"""),
            ("config.json", "{}"));
        Assert.Equal(ResizeRule.Exact(60, 60, ResizeFilter.Bilinear), Prepared.Open(package).Spec.Resize);
        Assert.Equal("processor_config.json: image_processor.size", package.Preprocessing.Width!.Value.Source);
        Assert.Empty(package.Notes);
    }

    [Fact]
    public void Where_timm_describes_the_model_config_json_counts()
    {
        ModelPackage package = TempModels.Load(
            (File, """{ "image_processor_type": "TimmWrapperImageProcessor" }"""),
            ("config.json", """{ "model_type": "timm_wrapper", "pretrained_cfg": { "input_size": [3, 64, 64] } }"""));
        Assert.Equal(ResizeRule.ShortestEdge(73, ResizeFilter.Bicubic), Prepared.Open(package).Spec.Resize);
        Assert.Empty(package.Notes);
    }

    [Theory]
    [InlineData("CLIP", "true", "exact 64x64")]
    [InlineData("CLIP", "null", "shortest-edge 64")]
    [InlineData("DeiT", "null", "exact 64x64")]
    [InlineData("DeiT", "false", "shortest-edge 64")]
    [InlineData("CLIP", """false, "use_square_size": true""", "exact 64x64")]
    public void A_file_may_say_what_a_bare_size_means(string type, string square, string expected)
    {
        ResolvedPreprocessing resolved = Prepared.Open(
            (File, $$"""{ "image_processor_type": "{{type}}ImageProcessor", "size": 64, "default_to_square": {{square}} }"""));
        Assert.Equal(expected, resolved.Settings.Single(setting => setting.Name == "resize").Value);
    }

    [Theory]
    [InlineData("image_processor_type", "OfMyOwnImageProcessor")]
    [InlineData("feature_extractor_type", "OfMyOwnFeatureExtractor")]
    public void An_unknown_class_is_a_warning_and_its_fields_are_read_on_their_own(string field, string name)
    {
        ModelPackage package = TempModels.Load((File, $$"""{ "{{field}}": "{{name}}", "size": 256, "crop_size": 224, "resample": 3 }"""));
        string note = Assert.Single(Prepared.Lines(package.Notes));
        Assert.StartsWith($"Warning {File}: {field}: The processor's class '{name}' is not known;", note, StringComparison.Ordinal);
        Assert.Equal(ResizeRule.ShortestEdge(256, ResizeFilter.Bicubic), Prepared.Open(package).Spec.Resize);
    }

    [Fact]
    public void What_fovea_json_has_decided_is_no_warning_any_more()
    {
        (string, string) unknown = (File, """{ "image_processor_type": "OfMyOwnImageProcessor" }""");
        string partly = """{ "normalize": "imagenet" }""";
        string fully = """{ "resize": { "size": 256, "filter": "bicubic" }, "normalize": "imagenet" }""";
        Assert.StartsWith(
            "Warning", Assert.Single(Prepared.Lines(TempModels.Load(unknown, ("fovea.json", partly)).Notes)), StringComparison.Ordinal);
        Assert.StartsWith(
            "Note", Assert.Single(Prepared.Lines(TempModels.Load(unknown, ("fovea.json", fully)).Notes)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_a_class_says_so()
    {
        string note = Assert.Single(Prepared.Lines(TempModels.Load((File, """{ "size": 256, "crop_size": 224 }""")).Notes));
        Assert.StartsWith($"Note {File}: image_processor_type: The file names no class", note, StringComparison.Ordinal);
    }

    [Fact]
    public void Default_sizes_that_the_graph_contradicts_are_not_used_and_those_of_the_file_are_errors()
    {
        using var engine = new InferenceEngine();
        (ModelPackage package, ResolvedPreprocessing resolved) =
            Prepared.Exported(engine, 192, 192, (File, """{ "image_processor_type": "ViTImageProcessor" }"""));
        string note = Assert.Single(Prepared.Lines(package.Notes));
        Assert.StartsWith(
            $"Warning {File}: size: The file leaves sizes to the defaults of ViTImageProcessor", note, StringComparison.Ordinal);
        Assert.Equal((192, 192), (resolved.Spec.Width, resolved.Spec.Height));
        Assert.Contains(resolved.Assumed!.Settings, setting => setting.Name == "resize");
        Assert.Throws<Fovea.Models.Errors.ModelPackageException>(() => Prepared.Exported(
            engine, 192, 192, (File, """{ "image_processor_type": "ViTImageProcessor", "size": 224 }""")));
    }
}
