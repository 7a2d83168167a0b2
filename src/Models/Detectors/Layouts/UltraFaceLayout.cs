using Fovea.Models.Postprocessing;

namespace Fovea.Models.Detectors.Layouts;

/// <summary>
/// UltraFace (Linzaer/Ultra-Light-Fast-Generic-Face-Detector-1MB, <c>vision/utils/box_utils_numpy.py</c>): <c>scores</c> [N,boxes,C], of
/// which the first is the background, and <c>boxes</c> [N,boxes,4] of corners from 0 to 1. The original cuts its answer to whole pixels.
/// </summary>
internal sealed class UltraFaceLayout : DetectorLayout
{
    // 1e-5 of the input's area.
    private const float AddedToUnion = 1e-5f;

    public override string Name => "ultraface";

    public override string Form => "[N,boxes,C] and [N,boxes,4]";

    public override string Preparation => """
        {
          "resize": { "rule": "exact", "filter": "opencv-linear" },
          "normalize": { "mean": [127], "std": [128] }
        }
        """;

    public override DetectionRules Rules { get; } = new() { Threshold = 0.7, Iou = 0.3, MostCandidates = 200, Background = 0 };

    public override Detector? Recognize(DetectorGraph graph, DetectorSettings settings)
    {
        if (graph.Sides is not { } sides || graph.Outputs.Count != 2 || !graph.Outputs.All(output => output.IsReal(3)))
            return null;
        DetectorValue? boxes = graph.Output("boxes") ?? graph.Outputs.LastOrDefault(output => output.Extents[2] == 4);
        DetectorValue scores = graph.Outputs.First(output => output != boxes);
        // Three boxes for each cell of the finest and the coarsest grid, two for those between.
        long? count = (3 * graph.Cells(8, 64)) + (2 * graph.Cells(16, 32));
        bool fits = boxes?.Extents[1] is { } rows && (rows == count || settings.Layout == Name) && scores.Extents[1] == rows;
        return fits && boxes!.Extents[2] == 4 && scores.Extents[2] is > 1 and var classes
            ? new Boxes(sides) { Outputs = [scores.Name, boxes.Name], Classes = (int)classes }
            : null;
    }

    private sealed class Boxes((int Width, int Height) sides) : Detector
    {
        public override DetectionRules Adapt(DetectionRules rules) =>
            rules with { AddedToUnion = AddedToUnion * sides.Width * sides.Height };

        public override void Read(ImageOutputs outputs, BoxCandidates into)
        {
            ReadOnlySpan<float> scores = outputs.Floats(0), boxes = outputs.Floats(1);
            for (int i = 0; i < scores.Length; i++)
            {
                (int cell, int index) = Math.DivRem(i, Classes!.Value);
                if (!into.Passes(scores[i], index))
                    continue;
                ReadOnlySpan<float> box = boxes.Slice(4 * cell, 4);
                into.AddCorners(
                    box[0] * sides.Width, box[1] * sides.Height, box[2] * sides.Width, box[3] * sides.Height, scores[i], index, cell);
            }
        }
    }
}
