using Fovea.Models.Postprocessing;

namespace Fovea.Models.Detectors.Layouts;

/// <summary>
/// RT-DETR, D-FINE and DEIM as their authors export them (lyuwenyu/RT-DETR, <c>tools/export_onnx.py</c>): a second input
/// <c>orig_target_sizes</c> [N,2], and <c>labels</c> [N,K], <c>boxes</c> [N,K,4] of corners in its pixels, <c>scores</c> [N,K]. Preparation
/// and threshold are those of DEIMv2 (Intellindust-AI-Lab/DEIMv2, <c>tools/inference/torch_inf.py</c>).
/// </summary>
internal sealed class RtDetrLayout : DetectorLayout
{
    public override string Name => "rtdetr";

    public override string Form => "labels [N,K], boxes [N,K,4] and scores [N,K], with the input orig_target_sizes [N,2]";

    public override string Preparation => """
        {
          "input": { "channels": "rgb" },
          "resize": { "rule": "exact", "filter": "bilinear" },
          "normalize": { "divide": 255 }
        }
        """;

    public override (int Width, int Height)? Sides => (640, 640);

    public override DetectionRules Rules { get; } = new() { Threshold = 0.45, Scale = PictureScale.OneRatio };

    public override Detector? Recognize(DetectorGraph graph, DetectorSettings settings) =>
        graph.Inputs.Any(input => input.Name == "orig_target_sizes") && graph.Output("labels") is { Extents.Count: 2 }
        && graph.Output("boxes") is { } boxes && boxes.IsReal(3) && boxes.Extents[2] == 4
        && graph.Output("scores") is { } scores && scores.IsReal(2)
            ? new Queries { Outputs = ["labels", "boxes", "scores"], Classes = null }
            : null;

    private sealed class Queries : Detector
    {
        public override void Read(ImageOutputs outputs, BoxCandidates into)
        {
            ReadOnlySpan<float> labels = outputs.Floats(0), boxes = outputs.Floats(1), scores = outputs.Floats(2);
            for (int query = 0; query < scores.Length; query++)
            {
                ReadOnlySpan<float> box = boxes.Slice(4 * query, 4);
                if (into.Passes(scores[query]))
                    into.AddCorners(box[0], box[1], box[2], box[3], scores[query], (int)labels[query], query);
            }
        }
    }
}
