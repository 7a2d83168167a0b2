using Fovea.Models.Postprocessing;

namespace Fovea.Models.Detectors.Layouts;

/// <summary>Ultralytics' YOLO26-pose: key points after the columns of <see cref="EndToEndRows"/>.</summary>
internal sealed class Yolo26PoseLayout : DetectorLayout
{
    public override string Name => "yolo26-pose";

    public override string Form => "[N,K,6+points]";

    public override string Preparation => LetterBox.Preparation;

    public override DetectionRules Rules { get; } = LetterBox.Rules(iou: null, max: 300);

    public override Detector? Recognize(DetectorGraph graph, DetectorSettings settings)
    {
        if (graph.Only is not { } output || !output.IsReal(3) || KeyPointShape.Of(graph) is not { } shape
            || output.Extents[2] != EndToEndRows.First + shape.Columns)
            return null;
        return settings.Layout == Name
            || (UltralyticsNames.Task(graph) == "pose" && output.Extents[1] is null or <= EndToEndRows.Most)
            ? new Rows(shape) { Outputs = [output.Name], Classes = null }
            : null;
    }

    private sealed class Rows(KeyPointShape shape) : EndToEndRows
    {
        public override IReadOnlyList<BoxPoint> Points(ImageOutputs outputs, BoxCandidate box) =>
            shape.Read(RowOf(outputs, box.Cell)[First..]);
    }
}
