using Fovea.Models.Postprocessing;

namespace Fovea.Models.Detectors.Layouts;

/// <summary>
/// Detectors of mmdetection as mmdeploy exports them (<c>mmdet/deploy/object_detection_model.py</c>): <c>dets</c> [N,K,5] of corners
/// (pixels of the input) and score, and <c>labels</c> [N,K], -1 where a row is not used. The preparation is RTMDet's.
/// </summary>
internal sealed class MmDeployLayout : DetectorLayout
{
    private const int Columns = 5;

    public override string Name => "mmdeploy";

    public override string Form => "dets [N,K,5] and labels [N,K]";

    public override string Preparation => """
        {
          "input": { "channels": "bgr" },
          "resize": { "rule": "fit", "filter": "opencv-linear", "rounding": "product-half-up" },
          "place": "top-left",
          "padding": "#727272",
          "normalize": { "mean": [103.53, 116.28, 123.675], "std": [57.375, 57.12, 58.395] }
        }
        """;

    public override DetectionRules Rules { get; } = new() { Threshold = 0.3, IsInclusive = true };

    public override Detector? Recognize(DetectorGraph graph, DetectorSettings settings) =>
        graph.Output("dets") is { } boxes && boxes.IsReal(3) && boxes.Extents[2] == Columns
        && graph.Output("labels") is { Extents.Count: 2 } labels
            ? new Rows { Outputs = [boxes.Name, labels.Name], Classes = null }
            : null;

    private sealed class Rows : Detector
    {
        public override void Read(ImageOutputs outputs, BoxCandidates into)
        {
            ReadOnlySpan<float> boxes = outputs.Floats(0), labels = outputs.Floats(1);
            for (int row = 0; row < labels.Length; row++)
            {
                ReadOnlySpan<float> box = boxes.Slice(row * Columns, Columns);
                if (labels[row] >= 0 && into.Passes(box[4]))
                    into.AddCorners(box[0], box[1], box[2], box[3], box[4], (int)labels[row], row);
            }
        }
    }
}
