namespace Fovea.Models.Hosting.Statistics;

/// <summary>A model's statistics since it was loaded, as the statistics extension of the Open Inference Protocol counts them.</summary>
public sealed record StatisticsSnapshot
{
    /// <summary>When the last request was answered; null when none was.</summary>
    public DateTimeOffset? LastInference { get; init; }

    /// <summary>Images (rows) that were answered.</summary>
    public long InferenceCount { get; init; }

    /// <summary>Runs of the network; several requests may share one.</summary>
    public long ExecutionCount { get; init; }

    /// <summary>Requests that were answered, from their arrival to their answer.</summary>
    public DurationStatistic Success { get; init; }

    /// <summary>Requests that failed, were rejected or cancelled.</summary>
    public DurationStatistic Fail { get; init; }

    /// <summary>The waiting times of the requests that were answered.</summary>
    public DurationStatistic Queue { get; init; }

    /// <summary>Decoding and pre-processing.</summary>
    public DurationStatistic ComputeInput { get; init; }

    /// <summary>The runs, counted once for each request in them.</summary>
    public DurationStatistic ComputeInfer { get; init; }

    /// <summary>Making the answers.</summary>
    public DurationStatistic ComputeOutput { get; init; }

    /// <summary>Per batch size that was run, smallest first.</summary>
    public IReadOnlyList<BatchStatistic> Batches { get; init; } = [];
}
