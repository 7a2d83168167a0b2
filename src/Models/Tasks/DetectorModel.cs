using System.Globalization;
using System.Runtime.InteropServices;
using Fovea.Inference;
using Fovea.Models.Detectors;
using Fovea.Models.Errors;
using Fovea.Models.Pictures;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Tasks;

/// <summary>The boxes of one detector, in its pictures.</summary>
internal sealed class DetectorModel(Detection task, TaskCandidate candidate, Detector detector, DetectionRules rules, string layout)
    : TaskModel(task)
{
    private readonly ClassLabels _labels = new(candidate.Package.Name, candidate.Package.Labels, detector.Classes);

    public override IReadOnlyList<string>? Outputs { get; } = detector.Outputs;

    public override object Details { get; } = new DetectorDetails
    {
        Layout = layout,
        BoxOutputs = detector.Outputs,
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

        _labels.Find(arguments[Detection.Classes]);
    }

    public override object Answer(ImageOutputs outputs, TaskArguments arguments)
    {
        List<BoxCandidate> boxes = Read(outputs, ThresholdOf(arguments));
        if (_labels.Find(arguments[Detection.Classes]) is { } classes)
            boxes.RemoveAll(box => !classes.Contains(box.Class));

        if (!rules.KeepsOrder)
            Sort(boxes);
        int most = arguments[Detection.Max] ?? rules.Max, compared = Math.Min(boxes.Count, rules.MostCandidates);
        var onPicture = new BoxesOnPicture(outputs.Mapping, rules.HasOneRatio);
        if (IouOf(arguments) is not { } iou)
            return Describe(outputs, boxes.Take(most), onPicture);
        ReadOnlySpan<BoxCandidate> best = CollectionsMarshal.AsSpan(boxes)[..compared];
        BoxCandidate[] placed = new BoxCandidate[compared];
        for (int i = 0; i < compared; i++)
            placed[i] = rules.ComparesInPicture ? onPicture.Place(best[i]) : best[i];
        return Describe(outputs, Suppression.Run(placed, rules, iou, most).Select(i => boxes[i]), onPicture);
    }

    public override object? Trace(ImageOutputs outputs, TaskArguments arguments)
    {
        if (arguments[Detection.Candidates] is not { } count)
            return null;
        List<BoxCandidate> boxes = Read(outputs, float.NegativeInfinity);
        Sort(boxes);
        double threshold = ThresholdOf(arguments);
        var passing = new BoxCandidates((float)threshold, rules.IsInclusive);
        return new DetectionTrace
        {
            Layout = layout,
            Threshold = threshold,
            Iou = IouOf(arguments),
            Boxes = boxes.Count,
            AboveThreshold = boxes.Count(box => passing.Passes(box.Score)),
            Best = Describe(outputs, boxes.Take(count), new BoxesOnPicture(outputs.Mapping, rules.HasOneRatio)),
        };
    }

    public override IReadOnlyList<AnswerMark> Marks(object answer) =>
    [
        .. ((IReadOnlyList<DetectedObject>)answer).Select(found => new AnswerMark(
            string.Create(CultureInfo.InvariantCulture, $"{found.Label} {100 * found.Score:0}%"), found.Index)
        {
            Box = (found.Box.X, found.Box.Y, found.Box.Width, found.Box.Height),
            Points = [.. (found.Keypoints ?? []).Select(point => (point.X, point.Y))],
        }),
    ];

    private IReadOnlyList<DetectedObject> Describe(ImageOutputs outputs, IEnumerable<BoxCandidate> boxes, BoxesOnPicture onPicture) =>
    [
        .. boxes.Select(box => new DetectedObject
        {
            Label = _labels[box.Class],
            Index = box.Class,
            Score = box.Score,
            Box = onPicture.Clip(onPicture.Place(box)),
            Keypoints = detector.Points(outputs, box) is { } points ? [.. points.Select(onPicture.Clip)] : null,
        }),
    ];

    private double ThresholdOf(TaskArguments arguments) => arguments[Detection.Threshold] ?? rules.Threshold;

    private double? IouOf(TaskArguments arguments) => rules.Iou is null ? null : arguments[Detection.Iou] ?? rules.Iou;

    private List<BoxCandidate> Read(ImageOutputs outputs, double threshold)
    {
        var found = new BoxCandidates((float)threshold, rules.IsInclusive);
        detector.Read(outputs, found);
        return [.. found.Boxes];
    }

    // The best first; of equal scores, the box that the network has first.
    private static void Sort(List<BoxCandidate> boxes) => boxes.Sort(
        static (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : (a.Cell, a.Class).CompareTo((b.Cell, b.Class)));
}
