using System.Globalization;
using Fovea.Inference;
using Fovea.Models.Detectors;
using Fovea.Models.Errors;
using Fovea.Models.Pictures;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Tasks;

/// <summary>The boxes of one detector, in its pictures.</summary>
internal sealed class DetectorModel(
    Detection task, TaskCandidate candidate, SizedDetector detectors, DetectionRules rules, string layout)
    : TaskModel(task)
{
    private readonly DetectedClasses _classes = new(candidate.Package.Name, candidate.Package.Labels, detectors.Usual.Classes, rules);

    public override IReadOnlyList<string>? Outputs { get; } = detectors.Usual.Outputs;

    internal override bool TakesAnyShape => true;

    public override object Details { get; } = new DetectorDetails
    {
        Layout = layout,
        BoxOutputs = detectors.Usual.Outputs,
        Threshold = rules.Threshold,
        Iou = rules.Iou,
        MaxDetections = rules.Max,
    };

    public override void Check(TaskArguments arguments)
    {
        if (arguments[Detection.Iou] is not null && rules.Iou is null)
        {
            throw new ServingException(
                ServingError.InvalidRequest,
                $"The parameter 'iou' is given; the network of the model '{candidate.Package.Name}' compares its boxes itself (layout " +
                $"{layout}). Leave it out.");
        }

        if (detectors.Usual.Prototypes is null)
            MaskForms.Refuse(arguments, candidate.Package.Name);
        _classes.Find(arguments[Detection.Classes]);
    }

    public override object Answer(ImageOutputs outputs, TaskArguments arguments)
    {
        Detector detector = detectors.For(outputs);
        List<BoxCandidate> boxes = Read(detector, outputs, ThresholdOf(arguments));
        if (_classes.Find(arguments[Detection.Classes]) is { } classes)
            boxes.RemoveAll(box => !classes.Contains(_classes.IndexOf(box.Class)));

        Sort(boxes);
        if (boxes.Count > rules.MostCandidates)
            boxes.RemoveRange(rules.MostCandidates, boxes.Count - rules.MostCandidates);
        var onPicture = new BoxesOnPicture(outputs.Mapping, rules.Scale);
        int most = arguments[Detection.Max] ?? rules.Max;
        IEnumerable<FoundObject> found = IouOf(arguments) is { } iou
            ? Compare(detector, outputs, boxes, onPicture, iou, most)
            : boxes.Take(most).Select(box => Whole(detector, outputs, box));
        FoundObject[] objects = [.. found];
        DetectedObject[] answered =
        [
            .. objects.Select(each => HasFinitePoints(each) ? Describe(each, onPicture) : throw new InferenceException(
                $"A key point of the network's box {each.Box.Cell} is not finite. {BoxCandidates.Advice}")),
        ];
        if (detector.Prototypes is { } prototypes)
            AddMasks(detector, outputs, prototypes, objects, answered, new MaskForms(arguments, outputs.Cancellation));
        return (IReadOnlyList<DetectedObject>)answered;
    }

    public override object? Trace(ImageOutputs outputs, TaskArguments arguments)
    {
        if (arguments[Detection.Candidates] is not { } count)
            return null;
        Detector detector = detectors.For(outputs);
        List<BoxCandidate> boxes = Read(detector, outputs, float.NegativeInfinity, leavesOut: true);
        Sort(boxes);
        double threshold = ThresholdOf(arguments);
        var onPicture = new BoxesOnPicture(outputs.Mapping, rules.Scale);
        var passing = new BoxCandidates((float)threshold, rules.IsInclusive);
        return new DetectionTrace
        {
            Layout = layout,
            Threshold = threshold,
            Iou = IouOf(arguments),
            Boxes = boxes.Count,
            AboveThreshold = boxes.Count(box => passing.Passes(box.Score)),
            Best =
            [
                .. boxes.Take(count).Select(box => Whole(detector, outputs, box)).Where(HasFinitePoints)
                    .Select(each => Describe(each, onPicture)),
            ],
        };
    }

    public override IReadOnlyList<AnswerMark> Marks(object answer) =>
    [
        .. ((IReadOnlyList<DetectedObject>)answer).Select(found => new AnswerMark(
            string.Create(CultureInfo.InvariantCulture, $"{found.Label} {100 * found.Score:0}%"), found.Index)
        {
            Box = (found.Box.X, found.Box.Y, found.Box.Width, found.Box.Height),
            Corners = [.. (found.Polygon ?? []).Select(corner => (corner.X, corner.Y))],
            Points = [.. (found.Keypoints ?? []).Select(point => (point.X, point.Y))],
            Mask = found.Mask is { } mask ? new PictureMask(mask.Width, mask.Height, mask.Counts) : null,
        }),
    ];

    private double ThresholdOf(TaskArguments arguments) => arguments[Detection.Threshold] ?? rules.Threshold;

    private double? IouOf(TaskArguments arguments) => rules.Iou is null ? null : arguments[Detection.Iou] ?? rules.Iou;

    private List<BoxCandidate> Read(Detector detector, ImageOutputs outputs, double threshold, bool leavesOut = false)
    {
        var found = new BoxCandidates((float)threshold, rules.IsInclusive, rules.Background)
        {
            LeavesOut = leavesOut,
            Cancellation = outputs.Cancellation,
        };
        detector.Read(outputs, found);
        return [.. found.Boxes];
    }

    // The best first; of equal scores, the box that the network has first.
    private static void Sort(List<BoxCandidate> boxes) => boxes.Sort(
        static (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : (a.Cell, a.Class).CompareTo((b.Cell, b.Class)));

    private IEnumerable<FoundObject> Compare(
        Detector detector, ImageOutputs outputs, List<BoxCandidate> boxes, BoxesOnPicture onPicture, double iou, int most)
    {
        if (rules.Suppression == SuppressionKind.Probabilistic)
        {
            (RotatedBox, int)[] rotated = [.. boxes.Select(box => (detector.Rotated(outputs, box)!.Value, box.Class))];
            return RotatedSuppression.Run(rotated, rules.IsAgnostic, iou, most, outputs.Cancellation)
                .Select(i => Whole(detector, outputs, boxes[i]));
        }

        BoxCandidate[] placed =
            [.. boxes.Select(box => rules.Cut.Apply(rules.ComparesInPicture ? onPicture.Place(box) : box))];
        return rules.Suppression == SuppressionKind.Blended
            ? Suppression.Groups(placed, rules, iou, most, outputs.Cancellation)
                .Select(group => FoundObject.Blend([.. group.Select(i => Whole(detector, outputs, boxes[i]))]))
            : Suppression.Run(placed, rules, iou, most, outputs.Cancellation).Select(i => Whole(detector, outputs, boxes[i]));
    }

    private static void AddMasks(
        Detector detector, ImageOutputs outputs, int prototypes, FoundObject[] objects, DetectedObject[] answered, MaskForms forms)
    {
        Shape shape = outputs.Shape(prototypes);
        var masks = new ObjectMasks(outputs.Mapping, ((int)shape[2], (int)shape[1]), answered.Select(each => each.Box));
        for (int i = 0; i < objects.Length; i++)
        {
            DetectedMask mask = masks.Draw(
                outputs.Floats(prototypes), detector.Coefficients(outputs, objects[i].Box), answered[i].Box, outputs.Cancellation);
            (MaskPolygons? polygons, string? png) = forms.Of(mask.Width, mask.Height, mask.Counts);
            answered[i] = answered[i] with { Mask = mask with { Polygons = polygons, Png = png } };
        }
    }

    private static bool HasFinitePoints(FoundObject found) =>
        found.Points?.All(point => float.IsFinite(point.X + point.Y + (point.Score ?? 0))) != false;

    private static FoundObject Whole(Detector detector, ImageOutputs outputs, BoxCandidate box) =>
        new(box, detector.Points(outputs, box), detector.Rotated(outputs, box));

    private DetectedObject Describe(FoundObject found, BoxesOnPicture onPicture)
    {
        int index = _classes.IndexOf(found.Box.Class);
        (double X, double Y)[]? corners = found.Rotated is { } rotated ? onPicture.Corners(rotated) : null;
        return new DetectedObject
        {
            Label = _classes.LabelOf(index),
            Index = index,
            Score = found.Box.Score,
            Box = onPicture.Clip(corners is null ? onPicture.Place(found.Box) : BoxesOnPicture.Around(corners, found.Box)),
            Keypoints = found.Points is { } points ? [.. points.Select(onPicture.Clip)] : null,
            Rotated = corners is null ? null : BoxesOnPicture.Rotated(corners),
            Polygon = corners is null ? null : [.. corners.Select(corner => new DetectedPoint((float)corner.X, (float)corner.Y, null))],
        };
    }
}
