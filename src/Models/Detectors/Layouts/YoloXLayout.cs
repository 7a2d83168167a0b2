namespace Fovea.Models.Detectors.Layouts;

/// <summary>
/// YOLOX (Ge et al., 2021; <c>yolox/utils/demo_utils.py</c>): one output [N,cells,5+C]. The centre is (xy + cell) * stride, the size
/// exp(wh) * stride.
/// </summary>
internal sealed class YoloXLayout : DetectorLayout
{
    public override string Name => "yolox";

    public override string Form => "[N,cells,5+C]";

    public override string Preparation => """
        {
          "input": { "channels": "bgr" },
          "resize": { "rule": "fit", "filter": "opencv-linear", "rounding": "product-down" },
          "place": "top-left",
          "padding": "#727272",
          "normalize": "none"
        }
        """;

    public override DetectionRules Rules { get; } = new()
    {
        Threshold = 0.1,
        Iou = 0.45,
        IsAgnostic = true,
        Plus = 1,
        ComparesInPicture = true,
        Scale = PictureScale.OneRatio,
    };

    public override Detector? Recognize(DetectorGraph graph, DetectorSettings settings)
    {
        if (graph.Sides is not { } sides || graph.Only is not { } output || !output.IsReal(3)
            || output.Extents[2] is not (> ObjectnessRows.First and var columns))
            return null;
        int[] strides = [.. settings.Strides ?? GridCells.UsualStrides];
        return output.Extents[1] is { } rows && rows == graph.Cells(strides)
            ? new Rows(new GridCells(sides, strides)) { Outputs = [output.Name], Classes = (int)(columns - ObjectnessRows.First) }
            : null;
    }

    private sealed class Rows(GridCells grid) : ObjectnessRows(needsObject: false)
    {
        protected override void Add(ReadOnlySpan<float> row, int cell, float score, int index, BoxCandidates into)
        {
            (int x, int y, int stride) = grid[cell];
            into.AddCentre(
                (row[0] + x) * stride, (row[1] + y) * stride, MathF.Exp(row[2]) * stride, MathF.Exp(row[3]) * stride, score, index, cell);
        }
    }
}
