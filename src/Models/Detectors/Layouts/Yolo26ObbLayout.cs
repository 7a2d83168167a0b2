using Fovea.Models.Postprocessing;

namespace Fovea.Models.Detectors.Layouts;

/// <summary>Ultralytics' YOLO26-obb: rows of centre and size (pixels of the input), score, class and angle.</summary>
internal sealed class Yolo26ObbLayout : DetectorLayout
{
    private const int Columns = EndToEndRows.First + 1;

    public override string Name => "yolo26-obb";

    public override string Form => "[N,K,7]";

    public override string Preparation => LetterBox.Preparation;

    public override DetectionRules Rules { get; } = LetterBox.Rules(iou: null, max: 300);

    public override Detector? Recognize(DetectorGraph graph, DetectorSettings settings)
    {
        if (graph.Only is not { } output || !output.IsReal(3) || output.Extents[2] != Columns)
            return null;
        return settings.Layout == Name
            || (UltralyticsNames.Task(graph) == "obb" && output.Extents[1] is null or <= EndToEndRows.Most)
            ? new Rows { Outputs = [output.Name], Classes = null }
            : null;
    }

    private sealed class Rows : EndToEndRows
    {
        public override RotatedBox? Rotated(ImageOutputs outputs, BoxCandidate box) => Of(RowOf(outputs, box.Cell));

        protected override void Add(ReadOnlySpan<float> box, int row, BoxCandidates into) =>
            into.AddRotated(Of(box), box[4], (int)box[5], row);

        private static RotatedBox Of(ReadOnlySpan<float> row) => new(row[0], row[1], row[2], row[3], row[First]);
    }
}
