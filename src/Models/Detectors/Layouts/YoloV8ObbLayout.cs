using Fovea.Models.Postprocessing;

namespace Fovea.Models.Detectors.Layouts;

/// <summary>Ultralytics' YOLOv8-obb and YOLO11-obb: the angle of the box after the classes of <see cref="YoloV8Rows"/>.</summary>
internal sealed class YoloV8ObbLayout : DetectorLayout
{
    // Each box is compared with all better ones; the original looks at three times as many.
    private const int MostCandidates = 10_000;

    public override string Name => "yolov8-obb";

    public override string Form => "[N,4+C+1,cells]";

    public override string Preparation => LetterBox.Preparation;

    public override DetectionRules Rules { get; } = LetterBox.Rules(iou: 0.7, max: 300) with
    {
        Suppression = SuppressionKind.Probabilistic,
        MostCandidates = MostCandidates,
    };

    public override Detector? Recognize(DetectorGraph graph, DetectorSettings settings)
    {
        if (graph.Only is not { } output || !output.IsReal(3)
            || output.Extents[1] - YoloV8Rows.First - 1 is not (> 0 and var classes))
            return null;
        return settings.Layout == Name || (UltralyticsNames.Task(graph) == "obb" && output.Extents[2] != EndToEndRows.First + 1)
            ? new Rows { Outputs = [output.Name], Classes = (int)classes }
            : null;
    }

    private sealed class Rows : YoloV8Rows
    {
        public override RotatedBox? Rotated(ImageOutputs outputs, BoxCandidate box) =>
            Of(outputs.Floats(0), (int)outputs.Shape(0)[1], box.Cell);

        protected override void AddBox(
            ReadOnlySpan<float> values, int cells, int cell, float score, int index, BoxCandidates into) =>
            into.AddRotated(Of(values, cells, cell), score, index, cell);

        private RotatedBox Of(ReadOnlySpan<float> values, int cells, int cell) => new(
            values[cell], values[cells + cell], values[(2 * cells) + cell], values[(3 * cells) + cell],
            values[((First + Classes!.Value) * cells) + cell]);
    }
}
