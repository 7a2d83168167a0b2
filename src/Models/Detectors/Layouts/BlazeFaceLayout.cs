using Fovea.Models.Postprocessing;

namespace Fovea.Models.Detectors.Layouts;

/// <summary>
/// BlazeFace (Bazarevsky et al., 2019; MediaPipe's <c>ssd_anchors_calculator.cc</c>, <c>non_max_suppression_calculator.cc</c>): logits
/// [N,anchors,1] and numbers [N,anchors,16] of box and six key points in pixels, in one or two parts; 896 anchors of no size in the
/// cells' centres. Preparation and threshold are those of keijiro/BlazeFaceBarracuda and zmurez/MediaPipePyTorch, <c>blazebase.py</c>.
/// </summary>
internal sealed class BlazeFaceLayout : DetectorLayout
{
    private const int Columns = 16;
    private const int Points = 6;

    // The cells in a row and the anchors of a cell.
    private static readonly (int Cells, int Each)[] Grids = [(16, 2), (8, 6)];

    public override string Name => "blazeface";

    public override string Form => "[N,anchors,1] and [N,anchors,16] of 896 anchors";

    public override string Preparation => """
        {
          "resize": { "rule": "fit", "filter": "opencv-linear", "rounding": "floor" },
          "normalize": [{ "divide": [127.5] }, { "subtract": [1] }]
        }
        """;

    public override DetectionRules Rules { get; } = new()
    {
        Threshold = 0.75,
        IsInclusive = true,
        Iou = 0.3,
        Suppression = SuppressionKind.Blended,
        Scale = PictureScale.OneRatio,
    };

    public override Detector? Recognize(DetectorGraph graph, DetectorSettings settings)
    {
        if (graph.Sides is not { } sides || !graph.Outputs.All(output => output.IsReal(3)))
            return null;
        DetectorValue[] scores = [.. graph.Outputs.Where(output => output.Extents[2] == 1)];
        DetectorValue[] boxes = [.. graph.Outputs.Where(output => output.Extents[2] == Columns)];
        return scores.Length + boxes.Length == graph.Outputs.Count
            && scores.Select(output => output.Extents[1]).SequenceEqual(boxes.Select(output => output.Extents[1]))
            && boxes.Sum(output => output.Extents[1]) == Grids.Sum(grid => grid.Cells * grid.Cells * grid.Each)
            ? new Faces(sides, boxes.Length) { Outputs = [.. scores.Concat(boxes).Select(output => output.Name)], Classes = 1 }
            : null;
    }

    private static (float X, float Y) Anchor(int index)
    {
        foreach ((int cells, int each) in Grids)
        {
            int count = cells * cells * each;
            if (index < count)
                return (((index / each % cells) + 0.5f) / cells, ((index / each / cells) + 0.5f) / cells);
            index -= count;
        }

        throw new ArgumentOutOfRangeException(nameof(index));
    }

    private sealed class Faces((int Width, int Height) sides, int parts) : Detector
    {
        public override void Read(ImageOutputs outputs, BoxCandidates into)
        {
            int first = 0;
            for (int part = 0; part < parts; part++)
            {
                ReadOnlySpan<float> logits = outputs.Floats(part), boxes = outputs.Floats(parts + part);
                for (int i = 0; i < logits.Length; i++)
                {
                    float score = Sigmoid.Of(logits[i]);
                    if (!into.Passes(score))
                        continue;
                    ReadOnlySpan<float> box = boxes.Slice(i * Columns, 4);
                    (float x, float y) = Centre(first + i);
                    into.AddCentre(x + box[0], y + box[1], box[2], box[3], score, 0, first + i);
                }

                first += logits.Length;
            }
        }

        public override IReadOnlyList<BoxPoint> Points(ImageOutputs outputs, BoxCandidate box)
        {
            int part = 0, row = box.Cell;
            while (row >= outputs.Floats(part).Length)
                row -= outputs.Floats(part++).Length;
            ReadOnlySpan<float> moves = outputs.Floats(parts + part).Slice((row * Columns) + 4, 2 * BlazeFaceLayout.Points);
            (float x, float y) = Centre(box.Cell);
            var points = new BoxPoint[BlazeFaceLayout.Points];
            for (int i = 0; i < points.Length; i++)
                points[i] = new BoxPoint(x + moves[2 * i], y + moves[(2 * i) + 1], null);
            return points;
        }

        private (float X, float Y) Centre(int index)
        {
            (float x, float y) = Anchor(index);
            return (x * sides.Width, y * sides.Height);
        }
    }
}
