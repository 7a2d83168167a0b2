namespace Fovea.Models.Detectors;

/// <summary>What <c>fovea.json</c> says of a detector's outputs; null where it does not say it.</summary>
internal sealed record DetectorSettings
{
    /// <summary>Nothing is said.</summary>
    public static DetectorSettings None { get; } = new();

    /// <summary>The name of the layout.</summary>
    public string? Layout { get; init; }

    /// <summary>The strides of the grids in pixels of the input.</summary>
    public IReadOnlyList<int>? Strides { get; init; }

    /// <summary>The least score, from 0 to 1.</summary>
    public double? Threshold { get; init; }

    /// <summary>The intersection over union above which the box with the lower score is dropped.</summary>
    public double? Iou { get; init; }

    /// <summary>Whether boxes of different classes are compared too.</summary>
    public bool? IsAgnostic { get; init; }

    /// <summary>What is added to the sides of a box before its area is computed.</summary>
    public float? Plus { get; init; }

    /// <summary>The most boxes of an answer.</summary>
    public int? Max { get; init; }

    /// <summary>The class of the background, which is no answer: its index, or -1 where there is none.</summary>
    public int? Background { get; init; }

    /// <summary>Which number the graph gives to the first class.</summary>
    public int? FirstClass { get; init; }
}
