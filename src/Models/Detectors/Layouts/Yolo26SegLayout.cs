using Fovea.Models.Postprocessing;

namespace Fovea.Models.Detectors.Layouts;

/// <summary>
/// Ultralytics' YOLO26-seg: the coefficients of prototypes after the columns of <see cref="EndToEndRows"/>, and the prototypes.
/// </summary>
internal sealed class Yolo26SegLayout : DetectorLayout
{
    public override string Name => "yolo26-seg";

    public override string Form => "[N,K,6+P] and [N,P,rows,columns]";

    public override string Preparation => LetterBox.Preparation;

    public override DetectionRules Rules { get; } = LetterBox.Rules(iou: null, max: 300);

    public override Detector? Recognize(DetectorGraph graph, DetectorSettings settings)
    {
        if (SegmentOutputs.Of(graph) is not { } outputs || outputs.Boxes.Extents[2] != EndToEndRows.First + outputs.Count)
            return null;
        bool fits = UltralyticsNames.Task(graph) is (null or "segment")
            && outputs.Boxes.Extents[1] is (null or <= EndToEndRows.Most);
        return fits || settings.Layout == Name ? new Rows { Outputs = outputs.Names, Classes = null } : null;
    }

    private sealed class Rows : EndToEndRows
    {
        public override int? Prototypes => 1;

        public override ReadOnlySpan<float> Coefficients(ImageOutputs outputs, BoxCandidate box) => RowOf(outputs, box.Cell)[First..];
    }
}
