namespace Fovea.Models.Detectors.Layouts;

/// <summary>How Ultralytics prepares pictures and treats boxes (<c>LetterBox</c>, <c>utils/nms.py</c>).</summary>
internal static class LetterBox
{
    /// <summary>The preparation as fields of <c>fovea.json</c>.</summary>
    public const string Preparation = """
        {
          "input": { "channels": "rgb" },
          "resize": { "rule": "fit", "filter": "opencv-linear", "rounding": "product" },
          "padding": "#727272",
          "normalize": { "divide": 255 }
        }
        """;

    // Boxes of different classes are moved apart by this many pixels, and compared all together: in float32 that rounds.
    private const float MostSide = 7680;

    /// <summary>The rules with the given intersection over union.</summary>
    public static DetectionRules Rules(double? iou, int max) => new()
    {
        Threshold = 0.25,
        Iou = iou,
        ClassOffset = iou is null ? 0 : MostSide,
        Max = max,
        Scale = PictureScale.OneRatio,
    };
}
