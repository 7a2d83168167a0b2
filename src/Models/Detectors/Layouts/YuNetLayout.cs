using Fovea.Models.Postprocessing;

namespace Fovea.Models.Detectors.Layouts;

/// <summary>
/// YuNet (OpenCV's <c>face_detect.cpp</c>): <c>cls</c>, <c>obj</c>, <c>bbox</c> and <c>kps</c> for each stride, such as <c>cls_8</c>
/// [N,cells,1] and <c>kps_8</c> [N,cells,10]. The centre is (cell + xy) * stride, the size exp(wh) * stride, the score
/// sqrt(cls * obj). Pictures are prepared as ShiqiYu/libfacedetection.train does it for a fixed size
/// (<c>tools/compare_inference.py</c>).
/// </summary>
internal sealed class YuNetLayout : DetectorLayout
{
    private const int PointColumns = 10;

    private static readonly (string Name, int Columns)[] Kinds = [("cls", 1), ("obj", 1), ("bbox", 4), ("kps", PointColumns)];

    public override string Name => "yunet";

    public override string Form => "cls, obj [N,cells,1], bbox [N,cells,4] and kps [N,cells,10] for each stride";

    public override string Preparation => """
        {
          "input": { "channels": "bgr" },
          "resize": { "rule": "fit", "filter": "opencv-linear", "rounding": "floor" },
          "place": "top-left",
          "normalize": "none"
        }
        """;

    // OpenCV's face_detect.cpp.
    public override string OpenPreparation => """
        {
          "input": { "channels": "bgr", "size": "picture", "multiple": 32 },
          "resize": { "rule": "none" },
          "place": "top-left",
          "normalize": "none"
        }
        """;

    public override (int Width, int Height)? Sides => (640, 640);

    public override DetectionRules Rules { get; } = new()
    {
        Threshold = 0.6,
        IsInclusive = true,
        Iou = 0.3,
        Cut = PixelCut.CornerAndSides,
        MostCandidates = 5000,
        Max = 5000,
        Scale = PictureScale.OfHeights,
    };

    public override Detector? Recognize(DetectorGraph graph, DetectorSettings settings)
    {
        int[] strides = [.. settings.Strides ?? GridCells.UsualStrides];
        List<string> names = [];
        foreach (int stride in strides)
        {
            foreach ((string kind, int columns) in Kinds)
            {
                if (graph.Output($"{kind}_{stride}") is not { } output || !output.IsReal(3) || output.Extents[2] != columns
                    || (output.Extents[1] ?? graph.Cells(stride)) != (graph.Cells(stride) ?? output.Extents[1]))
                    return null;
                names.Add(output.Name);
            }
        }

        return new Faces(new GridCells(graph.Sides ?? default, strides)) { Outputs = names, Classes = 1 };
    }

    private sealed class Faces(GridCells grid) : Detector
    {
        public override void Read(ImageOutputs outputs, BoxCandidates into)
        {
            int first = 0;
            for (int output = 0; output < Outputs.Count; output += Kinds.Length)
            {
                ReadOnlySpan<float> classes = outputs.Floats(output), objects = outputs.Floats(output + 1);
                ReadOnlySpan<float> boxes = outputs.Floats(output + 2);
                for (int i = 0; i < classes.Length; i++)
                {
                    float score = MathF.Sqrt(Math.Clamp(classes[i], 0, 1) * Math.Clamp(objects[i], 0, 1));
                    if (!into.Passes(score))
                        continue;
                    (int x, int y, int stride) = grid[first + i];
                    ReadOnlySpan<float> box = boxes.Slice(4 * i, 4);
                    into.AddCentre(
                        (x + box[0]) * stride, (y + box[1]) * stride, MathF.Exp(box[2]) * stride, MathF.Exp(box[3]) * stride, score, 0,
                        first + i);
                }

                first += classes.Length;
            }
        }

        public override IReadOnlyList<BoxPoint> Points(ImageOutputs outputs, BoxCandidate box)
        {
            (int gridIndex, int cell) = grid.Find(box.Cell);
            (int x, int y, int stride) = grid[box.Cell];
            ReadOnlySpan<float> moves = outputs.Floats((gridIndex * Kinds.Length) + 3).Slice(cell * PointColumns, PointColumns);
            var points = new BoxPoint[PointColumns / 2];
            for (int i = 0; i < points.Length; i++)
                points[i] = new BoxPoint((x + moves[2 * i]) * stride, (y + moves[(2 * i) + 1]) * stride, null);
            return points;
        }
    }
}
