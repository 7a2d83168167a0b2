using System.Globalization;
using Fovea.Inference;
using Fovea.Models.Pictures;
using Fovea.Models.Postprocessing;
using Fovea.Models.Preprocessing;
using Fovea.Models.Texts;

namespace Fovea.Models.Tasks;

/// <summary>The texts in one detector's pictures.</summary>
internal sealed class TextDetectorModel(TextDetection task, string output) : TaskModel(task)
{
    // PaddleOCR's filter_tag_det_res (tools/infer/predict_det.py) drops texts with a side of so many pixels.
    private const int ShortestSide = 3;

    public override IReadOnlyList<string> Outputs { get; } = [output];

    public override object Details { get; } = new TextDetectorDetails { TextOutput = output };

    public override object Answer(ImageOutputs outputs, TaskArguments arguments)
    {
        Shape shape = outputs.Shape(0);
        if (shape.Rank != 3 || shape[0] != 1)
            throw new InferenceException($"The network's map of texts has the shape {shape} for one picture; [1,H,W] was expected.");
        (int width, int height) = ((int)shape[2], (int)shape[1]);
        IReadOnlyList<FoundText> found = TextMap.Read(
            outputs.Floats(0), width, height, arguments[Detection.Threshold] ?? TextMap.UsualScore, outputs.Cancellation);
        PixelMapping mapping = outputs.Mapping;
        double perColumn = (double)mapping.InputSize.Width / width, perRow = (double)mapping.InputSize.Height / height;
        return (IReadOnlyList<DetectedText>)
        [
            .. found.Select(text => Describe(text, mapping, perColumn, perRow)).OfType<DetectedText>()
                .OrderByDescending(text => text.Score).Take(arguments[Detection.Max] ?? TextMap.MostCandidates)
                .OrderBy(text => text.Polygon[0].Y).ThenBy(text => text.Polygon[0].X),
        ];
    }

    public override IReadOnlyList<AnswerMark> Marks(object answer) =>
    [
        .. ((IReadOnlyList<DetectedText>)answer).OrderByDescending(text => text.Score).Select(text => new AnswerMark(
            string.Create(CultureInfo.InvariantCulture, $"{100 * text.Score:0}%"), 0)
        {
            Box = (text.Box.X, text.Box.Y, text.Box.Width, text.Box.Height),
            Corners = [.. text.Polygon.Select(corner => (corner.X, corner.Y))],
        }),
    ];

    // Null where too little of it is in the picture.
    private static DetectedText? Describe(FoundText text, PixelMapping mapping, double perColumn, double perRow)
    {
        (int width, int height) = mapping.ShownSize;
        (double X, double Y)[] corners = Clockwise(
            [.. text.Corners.Select(corner => Rounded(mapping.ToShown(corner.X * perColumn, corner.Y * perRow), width, height))]);
        for (int i = 0; i < corners.Length; i++)
            corners[i] = (Math.Min(corners[i].X, width - 1), Math.Min(corners[i].Y, height - 1));
        if (Math.Min(Length(corners[0], corners[1]), Length(corners[0], corners[3])) <= ShortestSide)
            return null;
        float left = (float)corners.Min(corner => corner.X), top = (float)corners.Min(corner => corner.Y);
        return new DetectedText
        {
            Score = (float)text.Score,
            Polygon = [.. corners.Select(corner => new DetectedPoint((float)corner.X, (float)corner.Y, null))],
            Box = new DetectedBox(
                left, top, (float)corners.Max(corner => corner.X) - left, (float)corners.Max(corner => corner.Y) - top),
        };
    }

    private static (double X, double Y) Rounded((double X, double Y) corner, int width, int height) =>
        (Math.Clamp(Math.Round(corner.X), 0, width), Math.Clamp(Math.Round(corner.Y), 0, height));

    // PaddleOCR's order_points_clockwise.
    private static (double X, double Y)[] Clockwise((double X, double Y)[] corners)
    {
        (double X, double Y)[] byColumn = [.. corners.OrderBy(corner => corner.X)];
        (double X, double Y)[] left = [.. byColumn.Take(2).OrderBy(corner => corner.Y)];
        (double X, double Y)[] right = [.. byColumn.Skip(2).OrderBy(corner => corner.Y)];
        return [left[0], right[0], right[1], left[1]];
    }

    private static int Length((double X, double Y) a, (double X, double Y) b) =>
        (int)Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)));
}
