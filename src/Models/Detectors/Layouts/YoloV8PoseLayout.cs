using Fovea.Models.Postprocessing;

namespace Fovea.Models.Detectors.Layouts;

/// <summary>Ultralytics' YOLOv8-pose and YOLO11-pose: key points after the classes of <see cref="YoloV8Rows"/>.</summary>
internal sealed class YoloV8PoseLayout : DetectorLayout
{
    public override string Name => "yolov8-pose";

    public override string Form => "[N,4+C+points,cells]";

    public override string Preparation => LetterBox.Preparation;

    public override DetectionRules Rules { get; } = LetterBox.Rules(iou: 0.7, max: 300);

    public override Detector? Recognize(DetectorGraph graph, DetectorSettings settings)
    {
        if (graph.Only is not { } output || !output.IsReal(3) || KeyPointShape.Of(graph) is not { } shape
            || output.Extents[1] - YoloV8Rows.First - shape.Columns is not (> 0 and var classes))
            return null;
        return settings.Layout == Name
            || (UltralyticsNames.Task(graph) == "pose" && output.Extents[2] != EndToEndRows.First + shape.Columns)
            ? new Rows(shape) { Outputs = [output.Name], Classes = (int)classes }
            : null;
    }

    private sealed class Rows(KeyPointShape shape) : YoloV8Rows
    {
        public override IReadOnlyList<BoxPoint> Points(ImageOutputs outputs, BoxCandidate box) => shape.Read(More(outputs, box.Cell));
    }
}
