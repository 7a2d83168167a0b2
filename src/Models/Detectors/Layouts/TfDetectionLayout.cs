using Fovea.Models.Postprocessing;

namespace Fovea.Models.Detectors.Layouts;

/// <summary>
/// TensorFlow's object detection API (tensorflow/models, <c>research/object_detection</c>): <c>detection_boxes</c> [N,K,4] of y1, x1, y2,
/// x2 from 0 to 1, <c>detection_classes</c> [N,K] from 1, <c>detection_scores</c> [N,K] and <c>num_detections</c> [N]. The graph scales
/// pictures itself.
/// </summary>
internal sealed class TfDetectionLayout : DetectorLayout
{
    private static readonly string[] Names = ["detection_boxes", "detection_classes", "detection_scores", "num_detections"];

    public override string Name => "tf-detection";

    public override string Form => "detection_boxes [N,K,4], detection_classes, detection_scores [N,K] and num_detections [N]";

    public override string Preparation => """{ "resize": { "rule": "exact", "filter": "bilinear" } }""";

    public override string OpenPreparation => """{ "input": { "size": "picture" }, "resize": { "rule": "none" } }""";

    public override (int Width, int Height)? Sides => (640, 640);

    public override DetectionRules Rules { get; } = new() { Threshold = 0.5, IsInclusive = true, FirstClass = 1 };

    public override Detector? Recognize(DetectorGraph graph, DetectorSettings settings)
    {
        // tf2onnx may leave the numbers that TensorFlow gives to outputs.
        DetectorValue?[] found = [.. Names.Select(name => graph.Output(name) ?? graph.Output($"{name}:0"))];
        return found is [{ Extents: [_, _, 4] }, { Extents.Count: 2 }, { Extents.Count: 2 }, { Extents.Count: 1 }]
            ? new Boxes(graph.Sides ?? default) { Outputs = [.. found.Select(output => output!.Name)], Classes = null }
            : null;
    }

    private sealed class Boxes((int Width, int Height) sides) : Detector
    {
        public override void Read(ImageOutputs outputs, BoxCandidates into)
        {
            ReadOnlySpan<float> boxes = outputs.Floats(0), classes = outputs.Floats(1), scores = outputs.Floats(2);
            float said = outputs.Floats(3)[0];
            int count = said < scores.Length ? (int)said : scores.Length;
            for (int row = 0; row < count; row++)
            {
                ReadOnlySpan<float> box = boxes.Slice(4 * row, 4);
                if (!into.Passes(scores[row]))
                    continue;
                into.AddCorners(
                    box[1] * sides.Width, box[0] * sides.Height, box[3] * sides.Width, box[2] * sides.Height, scores[row],
                    BoxCandidates.ClassOf(classes[row]), row);
            }
        }
    }
}
