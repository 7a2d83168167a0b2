using Fovea.Models.Packages;
using Fovea.Models.Tests.Support;

namespace Fovea.Models.Tests.Packages.Paddle;

public sealed class InferenceConfigTests
{
    // As PaddleClas writes it.
    private const string Classifier = """
        Global:
          model_name: PP-LCNet_x1_0
        PreProcess:
          transform_ops:
          - ResizeImage:
              resize_short: 256
          - CropImage:
              size: 224
          - NormalizeImage:
              channel_num: 3
              mean:
              - 0.485
              - 0.456
              - 0.406
              order: ''
              scale: 0.00392156862745098
              std:
              - 0.229
              - 0.224
              - 0.225
          - ToCHWImage: null
        PostProcess:
          Topk:
            topk: 5
            label_list:
            - tench
            - goldfish
        """;

    [Fact]
    public void A_classifiers_labels_and_steps_are_read()
    {
        ModelPackage package = TempModels.Load(("inference.yml", Classifier));
        Assert.Equal(["tench", "goldfish"], package.Labels);
        Assert.Equal(
            "224x224 cover 256x256 opencv-linear floor rgb | multiply 0.00392156862745098, subtract 0.485 0.456 0.406, " +
            "divide 0.229 0.224 0.225",
            Prepared.Describe(package));
        Assert.Empty(package.Notes);
    }

    [Theory]
    [InlineData("interpolation: bicubic", "opencv-cubic")]
    [InlineData("interpolation: bicubic, backend: pil", "bicubic")]
    [InlineData("backend: pil", "bilinear")]
    [InlineData("backend: cv2", "opencv-linear")]
    public void Filters_are_those_of_the_library_that_is_named(string fields, string expected)
    {
        string steps = $"[{{DecodeImage: {{to_rgb: false}}}}, {{ResizeImage: {{size: 8, {fields}}}}}]";
        ModelPackage package = TempModels.Load(("inference.yml", $"PreProcess: {{transform_ops: {steps}}}"));
        Assert.Equal($"8x8 exact 8x8 {expected} half-even bgr | none", Prepared.Describe(package));
    }

    [Fact]
    public void A_text_detector_is_named()
    {
        ModelPackage package = TempModels.Load(("inference.yml", "PostProcess:\n  name: DBPostProcess\n  thresh: 0.3\n"));
        Assert.Equal("textDetection", package.Task!.Value.Value);
        Assert.Equal("inference.yml: PostProcess.name", package.Task.Value.Source);
    }

    [Theory]
    [InlineData("PostProcess: {name: CTCLabelDecode}", "Note inference.yml: PostProcess.name: What it names is not done")]
    [InlineData(
        "PreProcess: {transform_ops: [{RandomFlip: {code: 1}}]}",
        "Warning inference.yml: PreProcess.transform_ops[0].RandomFlip: The step 'RandomFlip' is not done")]
    public void What_is_not_done_is_said(string text, string note) =>
        Assert.StartsWith(note, Assert.Single(Prepared.Lines(TempModels.Load(("inference.yml", text)).Notes)), StringComparison.Ordinal);

    [Theory]
    [InlineData("PreProcess: {transform_ops: [{CropImage: {}}]}", "CropImage is {}; expected a step with size.")]
    [InlineData("PreProcess: {transform_ops: [{ResizeImage: {}}]}", "ResizeImage is {}; expected a step with resize_short or size.")]
    [InlineData(
        "PreProcess: {transform_ops: [{NormalizeImage: {scale: a/b}}]}",
        "NormalizeImage.scale is \"a/b\"; expected a number, or a fraction such as 1.0/255.0.")]
    [InlineData("PreProcess: {transform_ops: [{ResizeImage: 256}]}", "ResizeImage is 256; expected an object.")]
    [InlineData("PreProcess: {transform_ops: [crop]}", "transform_ops[0] is \"crop\"; expected an object.")]
    public void Wrong_fields_are_named(string text, string message) => Prepared.AssertRefused("inference.yml", text, message);
}
