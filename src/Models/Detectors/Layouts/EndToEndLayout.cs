namespace Fovea.Models.Detectors.Layouts;

/// <summary>
/// YOLOv10, YOLO26 and others that compare boxes themselves: one output [N,K,6] of corners (pixels of the input), score and class; rows
/// that are not used are zeros.
/// </summary>
internal sealed class EndToEndLayout : DetectorLayout
{
    public override string Name => "end-to-end";

    public override string Form => "[N,K,6]";

    public override string Preparation => LetterBox.Preparation;

    public override DetectionRules Rules { get; } = LetterBox.Rules(iou: null, max: 300);

    public override Detector? Recognize(DetectorGraph graph, DetectorSettings settings)
    {
        if (graph.Only is not { } output || !output.IsReal(3) || output.Extents[2] != EndToEndRows.First)
            return null;
        bool fits = output.Extents[1] is { } rows
            ? rows is > 1 and <= EndToEndRows.Most && graph.Cells(GridCells.UsualStrides) is var cells && rows != cells && rows != 3 * cells
            : UltralyticsNames.Task(graph) == "detect";
        return fits || settings.Layout == Name ? new EndToEndRows { Outputs = [output.Name], Classes = null } : null;
    }
}
