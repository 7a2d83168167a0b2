namespace Fovea.Models.Hosting;

/// <summary>How many may pass a gate at once and how long the others may wait.</summary>
public sealed record GateOptions
{
    /// <summary>How many may be inside at once; at least 1.</summary>
    public required int Slots { get; init; }

    /// <summary>How many may wait; the next one is turned away at once.</summary>
    public required int MaxWaiting { get; init; }

    /// <summary>How long one may wait.</summary>
    public required TimeSpan MaxWait { get; init; }
}
