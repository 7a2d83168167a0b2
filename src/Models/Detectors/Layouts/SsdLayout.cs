using Fovea.Models.Postprocessing;

namespace Fovea.Models.Detectors.Layouts;

/// <summary>
/// SSD (Liu et al., 2016; amdegroot/ssd.pytorch, <c>layers/functions/detection.py</c>, <c>demo/live.py</c>): <c>loc</c> [N,boxes,4],
/// <c>conf</c> [N,boxes,C] with the background first, and the priors [boxes,4] as centre and size.
/// </summary>
internal sealed class SsdLayout : DetectorLayout
{
    public override string Name => "ssd";

    public override string Form => "[N,boxes,4], [N,boxes,C] and [boxes,4]";

    public override string Preparation => """
        {
          "resize": { "rule": "exact", "filter": "opencv-linear" },
          "normalize": { "mean": [123, 117, 104] }
        }
        """;

    public override DetectionRules Rules { get; } = new() { Threshold = 0.6, IsInclusive = true, Iou = 0.45, Max = 200, Background = 0 };

    public override Detector? Recognize(DetectorGraph graph, DetectorSettings settings)
    {
        if (graph.Outputs.Count != 3 || graph.Outputs.FirstOrDefault(output => output.IsReal(2)) is not { } priors
            || priors.Extents[1] != 4 || priors.Extents[0] is not { } count
            || graph.Outputs.Where(output => output.IsReal(3)).ToArray() is not [var first, var second])
            return null;
        (DetectorValue boxes, DetectorValue scores) = first.Extents[2] == 4 ? (first, second) : (second, first);
        return boxes.Extents[2] == 4 && boxes.Extents[1] == count && scores.Extents[1] == count
            && scores.Extents[2] is > 1 and var classes
                ? new Priors(graph.Sides ?? default, graph.GivesProbabilities(scores.Name))
                {
                    Outputs = [boxes.Name, scores.Name, priors.Name],
                    Classes = (int)classes,
                }
                : null;
    }

    private sealed class Priors((int Width, int Height) sides, bool areProbabilities) : Detector
    {
        public override void Read(ImageOutputs outputs, BoxCandidates into)
        {
            ReadOnlySpan<float> moves = outputs.Floats(0), logits = outputs.Floats(1), priors = outputs.Floats(2);
            Span<float> scores = new float[Classes!.Value];
            for (int cell = 0; cell < priors.Length / 4; cell++)
            {
                ReadOnlySpan<float> row = logits.Slice(cell * scores.Length, scores.Length), prior = priors.Slice(4 * cell, 4);
                if (areProbabilities)
                    row.CopyTo(scores);
                else
                    Softmax.Of(row, scores);
                for (int index = 0; index < scores.Length; index++)
                {
                    if (!into.Passes(scores[index], index))
                        continue;
                    PriorBox box = new PriorBox(prior[0], prior[1], prior[2], prior[3]).Moved(moves.Slice(4 * cell, 4));
                    into.AddCentre(
                        box.X * sides.Width, box.Y * sides.Height, box.Width * sides.Width, box.Height * sides.Height, scores[index], index,
                        cell);
                }
            }
        }
    }
}
