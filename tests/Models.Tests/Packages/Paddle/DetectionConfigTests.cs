using Fovea.Models.Packages;
using Fovea.Models.Tests.Support;

namespace Fovea.Models.Tests.Packages.Paddle;

public sealed class DetectionConfigTests
{
    // As tools/export_model.py of PaddleDetection writes it.
    private const string PicoDet = """
        mode: paddle
        draw_threshold: 0.5
        metric: COCO
        use_dynamic_shape: false
        arch: GFL
        min_subgraph_size: 3
        Preprocess:
        - interp: 2
          keep_ratio: false
          target_size:
          - 320
          - 416
          type: Resize
        - is_scale: true
          mean:
          - 0.485
          - 0.456
          - 0.406
          std:
          - 0.229
          - 0.224
          - 0.225
          type: NormalizeImage
        - type: Permute
        label_list:
        - person
        - bicycle
        - 'yes'
        NMS:
          name: MultiClassNMS
        fpn_stride:
        - 8
        - 16
        """;

    [Fact]
    public void Labels_and_steps_are_read()
    {
        ModelPackage package = TempModels.Load(("infer_cfg.yml", PicoDet));
        Assert.Equal(["person", "bicycle", "yes"], package.Labels);
        Assert.Equal("infer_cfg.yml: label_list", package.LabelsSource);
        Assert.Equal("infer_cfg.yml: Preprocess[0]", package.Preprocessing.Resize!.Value.Source);
        Assert.Equal(
            "416x320 exact 416x320 opencv-cubic half-even rgb | multiply 0.00392156862745098, subtract 0.485 0.456 0.406 (float64), " +
            "multiply 1, divide 0.229 0.224 0.225 (float64)",
            Prepared.Describe(package));
        Assert.Empty(package.Notes);
    }

    [Theory]
    [InlineData(
        "Preprocess: [{type: LetterBoxResize, target_size: 64}]",
        "Warning infer_cfg.yml: Preprocess[0]: The step 'LetterBoxResize' is not done")]
    [InlineData("Preprocess: [{type: PadStride, stride: 32}]", "Warning infer_cfg.yml: Preprocess[0]: The step 'PadStride' is not done")]
    [InlineData(
        "Preprocess: [{type: Resize, target_size: 640, keep_ratio: true}]",
        "Note infer_cfg.yml: Preprocess[0]: Pictures are resized by the ratio of whole sides;")]
    [InlineData(
        "Preprocess: [{type: Resize, target_size: [800, 1333], keep_ratio: true}]",
        "Warning infer_cfg.yml: Preprocess[0]: PaddleDetection makes the shorter side at most 800 and the longer one at most 1333 pixels")]
    [InlineData("tracker: {}", "Note infer_cfg.yml: Not used: tracker.")]
    public void What_is_not_done_is_said(string text, string note) =>
        Assert.StartsWith(note, Assert.Single(Prepared.Lines(TempModels.Load(("infer_cfg.yml", text)).Notes)), StringComparison.Ordinal);

    [Theory]
    [InlineData("Preprocess: [{type: Resize}]", "Preprocess[0] is {\"type\":\"Resize\"}; expected a step with target_size.")]
    [InlineData(
        "Preprocess: [{type: Resize, target_size: [1, 2, 3]}]",
        "Preprocess[0].target_size is [1,2,3]; expected a number, or a list of height and width.")]
    [InlineData(
        "Preprocess: [{type: Resize, target_size: 8, interp: 4}]", "Preprocess[0].interp is 4; expected a whole number from 0 to 3.")]
    [InlineData("Preprocess: [{type: NormalizeImage, mean: 1}]", "expected a step with std.")]
    [InlineData("Preprocess: [{type: Pad, size: 8, fill_value: 1}]", "Preprocess[0].fill_value is 1; expected a list.")]
    [InlineData("label_list: 3", "label_list is 3; expected a list of labels")]
    public void Wrong_fields_are_named(string text, string message) => Prepared.AssertRefused("infer_cfg.yml", text, message);
}
