namespace Fovea.Models.Explanations;

/// <summary>What is to be explained, and how.</summary>
public sealed record ExplanationRequest
{
    /// <summary>The method.</summary>
    public required ExplanationMethod Method { get; init; }

    /// <summary>The class, by its index or label; null for the one that is predicted.</summary>
    public string? Class { get; init; }

    /// <summary>The output, or layer, of which an element is explained instead of a class; by value or node name.</summary>
    public string? Output { get; init; }

    /// <summary>
    /// The element of <see cref="Output"/>: its position along each axis of one image's output, or its position among all elements.
    /// </summary>
    public IReadOnlyList<int>? Index { get; init; }

    /// <summary>
    /// The layer that the method looks at, by value or node name; null for the last one with rows and columns before the score.
    /// </summary>
    public string? Layer { get; init; }

    /// <summary>What the method is told.</summary>
    public ExplanationSettings Settings { get; init; } = new();

    /// <summary>The most runs of the network (<see cref="ExplanationCost.Runs"/>).</summary>
    public long MaxRuns { get; init; } = 512;

    /// <summary>What else can be done where it takes more runs, said in the error.</summary>
    public string? Otherwise { get; init; }
}
