using Fovea.Models.Postprocessing;

namespace Fovea.Models.Detectors.Layouts;

/// <summary>
/// RetinaFace (Deng et al., 2019; biubug6/Pytorch_Retinaface, <c>detect.py</c>, <c>layers/functions/prior_box.py</c>): boxes [N,priors,4],
/// scores [N,priors,2] of background and face, and five key points [N,priors,10]; two priors for each cell of the grids. Preparation and
/// threshold are those of emilianavt/OpenSeeFace, <c>retinaface.py</c>.
/// </summary>
internal sealed class RetinaFaceLayout : DetectorLayout
{
    private const int PerCell = 2;
    private const int PointColumns = 10;

    // Of each grid, the side of the smaller prior in pixels; the other one is twice as large.
    private static readonly int[] LeastSides = [16, 64, 256];

    public override string Name => "retinaface";

    public override string Form => "[N,2*cells,4], [N,2*cells,2] and [N,2*cells,10]";

    public override string Preparation => """
        {
          "input": { "channels": "bgr" },
          "resize": { "rule": "exact", "filter": "opencv-linear" },
          "normalize": { "mean": [104, 117, 123] }
        }
        """;

    public override DetectionRules Rules { get; } = new()
    {
        Threshold = 0.4,
        Iou = 0.4,
        Plus = 1,
        ComparesInPicture = true,
        MostCandidates = 5000,
        Max = 750,
        Background = 0,
    };

    public override Detector? Recognize(DetectorGraph graph, DetectorSettings settings)
    {
        if (graph.Sides is not { } sides || graph.Outputs.Count != 3
            || !graph.Outputs.All(output => output.IsReal(3) && output.Extents[1] == PerCell * graph.Cells(GridCells.UsualStrides)))
            return null;
        DetectorValue?[] ordered = [.. new[] { 4, 2, PointColumns }.Select(
            columns => graph.Outputs.FirstOrDefault(output => output.Extents[2] == columns))];
        return ordered.All(output => output is not null)
            ? new Faces(sides) { Outputs = [.. ordered.Select(output => output!.Name)], Classes = 2 }
            : null;
    }

    private sealed class Faces((int Width, int Height) sides) : Detector
    {
        private readonly GridCells _grid = new(sides, GridCells.UsualStrides);

        public override void Read(ImageOutputs outputs, BoxCandidates into)
        {
            ReadOnlySpan<float> moves = outputs.Floats(0), scores = outputs.Floats(1);
            for (int i = 0; i < scores.Length; i++)
            {
                (int prior, int index) = Math.DivRem(i, 2);
                if (!into.Passes(scores[i], index))
                    continue;
                PriorBox box = Prior(prior).Moved(moves.Slice(4 * prior, 4));
                into.AddCentre(
                    box.X * sides.Width, box.Y * sides.Height, box.Width * sides.Width, box.Height * sides.Height, scores[i], index, prior);
            }
        }

        public override IReadOnlyList<BoxPoint> Points(ImageOutputs outputs, BoxCandidate box)
        {
            ReadOnlySpan<float> moves = outputs.Floats(2).Slice(box.Cell * PointColumns, PointColumns);
            PriorBox prior = Prior(box.Cell);
            var points = new BoxPoint[PointColumns / 2];
            for (int i = 0; i < points.Length; i++)
            {
                (float x, float y) = prior.Point(moves.Slice(2 * i, 2));
                points[i] = new BoxPoint(x * sides.Width, y * sides.Height, null);
            }

            return points;
        }

        private PriorBox Prior(int index)
        {
            (int x, int y, int stride) = _grid[index / PerCell];
            float side = LeastSides[_grid.Find(index / PerCell).Grid] * (1 + (index % PerCell));
            return new PriorBox(
                (x + 0.5f) * stride / sides.Width, (y + 0.5f) * stride / sides.Height, side / sides.Width, side / sides.Height);
        }
    }
}
