namespace Fovea.Models.Scheduling;

/// <summary>The bounds of the scheduler.</summary>
public sealed record SchedulerOptions
{
    /// <summary>The weight of a model that <see cref="Weights"/> does not name.</summary>
    public const double DefaultWeight = 1;

    /// <summary>How many images are decoded, or batches run, at once; at least 1. More than there are processors gains nothing.</summary>
    public required int Parallelism { get; init; }

    /// <summary>The threads that share the processors: a run that is alone has all of them.</summary>
    public required int Threads { get; init; }

    /// <summary>The most images (rows) of one run; 1 switches batching off. Without <see cref="MaxDelay"/>, a batch that costs as little per row may be smaller.</summary>
    public int MaxSize { get; init; } = 8;

    /// <summary>How long a batch that is not full waits for company although a core is free.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.Zero;

    /// <summary>How many requests may wait per model; the next one is turned away at once. 0: only what can begin at once is taken.</summary>
    public int MaxQueue { get; init; } = 256;

    /// <summary>How long a request may take from its arrival to its answer, unless it says less itself.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The shares of models that compete for the cores: twice the weight, twice the time.</summary>
    public IReadOnlyDictionary<string, double> Weights { get; init; } = new Dictionary<string, double>();
}
