using Fovea.Models.Postprocessing;

namespace Fovea.Models.Detectors.Layouts;

/// <summary>
/// NanoDet-Plus: one output [N,cells,C+32] of the scores of the classes and the distances, around points at x * stride
/// (<c>nanodet_plus_head.py</c>).
/// </summary>
internal sealed class NanoDetPlusLayout : DetectorLayout
{
    private static readonly int[] Strides = [8, 16, 32, 64];

    public override string Name => "nanodet-plus";

    public override string Form => "[N,cells,C+32]";

    public override string Preparation => NanoDetCells.Preparation;

    public override DetectionRules Rules => NanoDetCells.Rules;

    public override Detector? Recognize(DetectorGraph graph, DetectorSettings settings)
    {
        if (graph.Sides is not { } sides || graph.Only is not { } output || !output.IsReal(3)
            || output.Extents[2] is not (> NanoDetCells.BoxColumns and var columns))
            return null;
        int[] strides = [.. settings.Strides ?? Strides];
        return output.Extents[1] is { } rows && rows == graph.Cells(strides)
            ? new Rows(sides, strides) { Outputs = [output.Name], Classes = (int)(columns - NanoDetCells.BoxColumns) }
            : null;
    }

    private sealed class Rows((int Width, int Height) sides, int[] strides) : NanoDetCells(sides, strides, point: 0)
    {
        public override void Read(ImageOutputs outputs, BoxCandidates into)
        {
            ReadOnlySpan<float> values = outputs.Floats(0);
            int classes = Classes!.Value, columns = classes + BoxColumns, cells = (int)outputs.Shape(0)[0];
            for (int cell = 0; cell < cells; cell++)
            {
                ReadOnlySpan<float> row = values.Slice(cell * columns, columns);
                Add(cell, row[..classes], row[classes..], into);
            }
        }
    }
}
