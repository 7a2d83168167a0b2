using System.ComponentModel;

namespace Fovea.Models.Tasks;

/// <summary>Why a detector answers as it does.</summary>
[Description("Why the detector answers as it does; only where 'candidates' asks for it.")]
internal sealed record DetectionTrace
{
    [Description("How the network writes boxes.")]
    public required string Layout { get; init; }

    [Description("The least score that counted.")]
    public required double Threshold { get; init; }

    [Description("The intersection over union that counted; absent where the network compares boxes itself.")]
    public required double? Iou { get; init; }

    [Description("How many boxes the network gave, of all scores.")]
    public required int Boxes { get; init; }

    [Description("How many of them reached the threshold, before overlapping ones were dropped.")]
    public required int AboveThreshold { get; init; }

    [Description("The best boxes, before the threshold, the classes that were asked for, and suppression.")]
    public required IReadOnlyList<DetectedObject> Best { get; init; }
}
