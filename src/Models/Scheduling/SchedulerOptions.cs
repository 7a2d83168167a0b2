namespace Fovea.Models.Scheduling;

/// <summary>The bounds of the scheduler.</summary>
public sealed record SchedulerOptions
{
    /// <summary>The weight of a model that <see cref="Weights"/> does not name.</summary>
    public const double DefaultWeight = 1;

    /// <summary>How many images are decoded, or batches run, at once; at least 1. More than there are processors gains nothing.</summary>
    public required int Parallelism { get; init; }

    /// <summary>The threads of a run that is alone. Each other busy thread takes one of them.</summary>
    public required int Threads { get; init; }

    /// <summary>
    /// The most images (rows) of one run; 1 switches batching off. Without <see cref="MaxDelay"/>, smaller batches are used where they cost
    /// no more per row.
    /// </summary>
    public int MaxSize { get; init; } = 8;

    /// <summary>How long a batch that is not full waits for more rows although a processor is free.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.Zero;

    /// <summary>
    /// How many requests may wait per model; further ones are rejected at once. With 0, only requests that can start at once are accepted.
    /// </summary>
    public int MaxQueue { get; init; } = 256;

    /// <summary>The longest that a request may take from its arrival to its answer; a request may set a shorter time.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The weights, by name, of models that compete for the processors: twice the weight, twice the time.</summary>
    public IReadOnlyDictionary<string, double> Weights { get; init; } = new Dictionary<string, double>();
}
