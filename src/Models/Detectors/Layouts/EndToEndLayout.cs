using Fovea.Models.Postprocessing;

namespace Fovea.Models.Detectors.Layouts;

/// <summary>
/// YOLOv10, YOLO26 and others that compare boxes themselves: one output [N,K,6] of corners (pixels of the input), score and class; rows
/// that are not used are zeros.
/// </summary>
internal sealed class EndToEndLayout : DetectorLayout
{
    /// <summary>The columns: two corners, the score and the class.</summary>
    public const int Columns = 6;

    // As many boxes as exporters write; more would be the cells of a grid.
    private const int MostRows = 1000;

    public override string Name => "end-to-end";

    public override string Form => "[N,K,6]";

    public override string Preparation => LetterBox.Preparation;

    public override DetectionRules Rules { get; } = LetterBox.Rules(iou: null, max: 300);

    public override Detector? Recognize(DetectorGraph graph, DetectorSettings settings)
    {
        if (graph.Only is not { } output || !output.IsReal(3) || output.Extents[2] != Columns)
            return null;
        bool fits = output.Extents[1] is { } rows
            ? rows <= MostRows && rows != graph.Cells(8, 16, 32) && rows != 3 * graph.Cells(8, 16, 32)
            : UltralyticsNames.Task(graph) == "detect";
        return fits || settings.Layout == Name ? new Rows { Outputs = [output.Name], Classes = null } : null;
    }

    private sealed class Rows : Detector
    {
        public override void Read(ImageOutputs outputs, BoxCandidates into)
        {
            ReadOnlySpan<float> values = outputs.Floats(0);
            for (int row = 0; row < outputs.Shape(0)[0]; row++)
            {
                ReadOnlySpan<float> box = values.Slice(row * Columns, Columns);
                if (into.Passes(box[4]))
                    into.AddCorners(box[0], box[1], box[2], box[3], box[4], (int)box[5], row);
            }
        }
    }
}
