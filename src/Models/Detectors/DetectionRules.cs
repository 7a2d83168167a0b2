namespace Fovea.Models.Detectors;

/// <summary>What becomes of the boxes that a network gives: which are dropped, and where they lie. Immutable.</summary>
internal sealed record DetectionRules
{
    /// <summary>The most boxes that are compared with each other: the best ones. Ultralytics has the same limit.</summary>
    public const int MostCompared = 30_000;

    /// <summary>The most boxes of any answer.</summary>
    public const int MostAnswered = 5000;

    /// <summary>The least score of a box, from 0 to 1.</summary>
    public required double Threshold { get; init; }

    /// <summary>Whether a score that equals the threshold is enough.</summary>
    public bool IsInclusive { get; init; }

    /// <summary>
    /// The intersection over union above which the box with the lower score is dropped; null where the network has compared them.
    /// </summary>
    public double? Iou { get; init; }

    /// <summary>What becomes of those that overlap.</summary>
    public SuppressionKind Suppression { get; init; }

    /// <summary>Whether boxes of different classes are compared too.</summary>
    public bool IsAgnostic { get; init; }

    /// <summary>How far boxes are moved for each class before they are compared, in pixels of the input; 0 where they are not.</summary>
    public float ClassOffset { get; init; }

    /// <summary>What is added to the sides of a box before its area is computed: 1 where a box includes its last pixel.</summary>
    public float Plus { get; init; }

    /// <summary>What is added to the union of two boxes, in square pixels of where they are compared.</summary>
    public float AddedToUnion { get; init; }

    /// <summary>Whether boxes are compared in pixels of the picture, else in pixels of the input.</summary>
    public bool ComparesInPicture { get; init; }

    /// <summary>What of boxes is cut to whole pixels before they are compared.</summary>
    public PixelCut Cut { get; init; }

    /// <summary>How many of the best boxes are looked at: what is compared, and what is answered, is among them.</summary>
    public int MostCandidates { get; init; } = MostCompared;

    /// <summary>The most boxes of an answer.</summary>
    public int Max { get; init; } = 300;

    /// <summary>By which ratios boxes are scaled back to the picture.</summary>
    public PictureScale Scale { get; init; }

    /// <summary>The class of the background, as the network counts, which is no answer; null where there is none.</summary>
    public int? Background { get; init; }

    /// <summary>The number that the network gives to the class of index 0.</summary>
    public int FirstClass { get; init; }

    /// <summary>These rules with what a file says otherwise.</summary>
    public DetectionRules With(DetectorSettings settings) => this with
    {
        Threshold = settings.Threshold ?? Threshold,
        Iou = Iou is null ? null : settings.Iou ?? Iou,
        IsAgnostic = settings.IsAgnostic ?? IsAgnostic,
        ClassOffset = settings.IsAgnostic == true ? 0 : ClassOffset,
        Plus = settings.Plus ?? Plus,
        Max = settings.Max ?? Max,
        Background = settings.Background switch
        {
            null => Background,
            < 0 => null,
            var index => index,
        },
        FirstClass = settings.FirstClass ?? FirstClass,
    };
}
