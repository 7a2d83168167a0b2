using Fovea.Models.Postprocessing;

namespace Fovea.Models.Detectors.Layouts;

/// <summary>
/// Ultralytics' YOLOv8-seg and YOLO11-seg: the coefficients of prototypes after the classes of <see cref="YoloV8Rows"/>, and the
/// prototypes.
/// </summary>
internal sealed class YoloV8SegLayout : DetectorLayout
{
    public override string Name => "yolov8-seg";

    public override string Form => "[N,4+C+P,cells] and [N,P,rows,columns]";

    public override string Preparation => LetterBox.Preparation;

    public override DetectionRules Rules { get; } = LetterBox.Rules(iou: 0.7, max: 300);

    public override Detector? Recognize(DetectorGraph graph, DetectorSettings settings)
    {
        if (SegmentOutputs.Of(graph) is not { } outputs
            || outputs.Boxes.Extents[1] - YoloV8Rows.First - outputs.Count is not (> 0 and var classes))
            return null;
        bool fits = UltralyticsNames.Task(graph) switch
        {
            null => outputs.Boxes.Extents[2] is { } cells && cells == graph.Cells([.. settings.Strides ?? GridCells.UsualStrides]),
            "segment" => outputs.Boxes.Extents[2] != EndToEndRows.First + outputs.Count,
            _ => false,
        };
        return fits || settings.Layout == Name ? new Rows { Outputs = outputs.Names, Classes = (int)classes } : null;
    }

    private sealed class Rows : YoloV8Rows
    {
        public override int? Prototypes => 1;

        public override ReadOnlySpan<float> Coefficients(ImageOutputs outputs, BoxCandidate box) => More(outputs, box.Cell);
    }
}
