namespace Fovea.Models.Detectors.Layouts;

/// <summary>
/// YOLOv5 and v7: one output [N,cells,5+C] of centre, size (pixels of the input), objectness and the scores of the classes, with three
/// boxes for each cell of the grids.
/// </summary>
internal sealed class YoloV5Layout : DetectorLayout
{
    private const int Anchors = 3;

    public override string Name => "yolov5";

    public override string Form => "[N,3*cells,5+C]";

    public override string Preparation => LetterBox.Preparation;

    public override DetectionRules Rules { get; } = LetterBox.Rules(iou: 0.45, max: 1000);

    public override Detector? Recognize(DetectorGraph graph, DetectorSettings settings)
    {
        if (graph.Only is not { } output || !output.IsReal(3) || output.Extents[2] is not (> ObjectnessRows.First and var columns))
            return null;
        bool fits = output.Extents[1] is { } rows && rows == Anchors * graph.Cells([.. settings.Strides ?? GridCells.UsualStrides]);
        return fits || settings.Layout == Name
            ? new Rows { Outputs = [output.Name], Classes = (int)(columns - ObjectnessRows.First) }
            : null;
    }

    private sealed class Rows() : ObjectnessRows(needsObject: true)
    {
        protected override void Add(ReadOnlySpan<float> row, int cell, float score, int index, BoxCandidates into) =>
            into.AddCentre(row[0], row[1], row[2], row[3], score, index, cell);
    }
}
