namespace Fovea.Models.Detectors.Layouts;

/// <summary>
/// Ultralytics' YOLOv8, 9, 11 and 12: one output [N,4+C,cells] of centres, sizes (pixels of the input) and the scores of the classes.
/// </summary>
internal sealed class YoloV8Layout : DetectorLayout
{
    public override string Name => "yolov8";

    public override string Form => "[N,4+C,cells]";

    public override string Preparation => LetterBox.Preparation;

    public override DetectionRules Rules { get; } = LetterBox.Rules(iou: 0.7, max: 300);

    public override Detector? Recognize(DetectorGraph graph, DetectorSettings settings)
    {
        if (graph.Only is not { } output || !output.IsReal(3) || output.Extents[1] is not (> YoloV8Rows.First and var rows))
            return null;
        bool fits = UltralyticsNames.Task(graph) switch
        {
            null => output.Extents[2] is { } cells && cells == graph.Cells([.. settings.Strides ?? GridCells.UsualStrides]),
            "detect" => output.Extents[2] != EndToEndRows.First,
            _ => false,
        };
        return fits || settings.Layout == Name
            ? new YoloV8Rows { Outputs = [output.Name], Classes = (int)(rows - YoloV8Rows.First) }
            : null;
    }
}
