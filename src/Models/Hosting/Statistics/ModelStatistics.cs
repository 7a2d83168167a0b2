using Fovea.Models.Scheduling;

namespace Fovea.Models.Hosting.Statistics;

/// <summary>The statistics of one loaded model. Thread-safe.</summary>
public sealed class ModelStatistics(TimeProvider? time = null)
{
    /// <summary>The most batch sizes with statistics of their own; the one that was run least often makes room.</summary>
    internal const int MostBatchSizes = 64;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, BatchStatistic> _batches = [];
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private StatisticsSnapshot _total = new();

    /// <summary>A copy of the statistics as they are now.</summary>
    public StatisticsSnapshot Snapshot()
    {
        lock (_lock)
            return _total with { Batches = [.. _batches.Values] };
    }

    /// <summary>Counts a request that was answered.</summary>
    /// <param name="rows">Images (rows) of the request.</param>
    /// <param name="total">The time from its arrival to its answer.</param>
    /// <param name="timings">Its stages.</param>
    public void Succeeded(long rows, TimeSpan total, StageTimings timings)
    {
        ArgumentNullException.ThrowIfNull(timings);
        lock (_lock)
        {
            _total = _total with
            {
                LastInference = _time.GetUtcNow(),
                InferenceCount = _total.InferenceCount + rows,
                Success = Add(_total.Success, total),
                Queue = Add(_total.Queue, timings.Queue),
                ComputeInput = Add(_total.ComputeInput, timings.Decode + timings.Preprocess),
                ComputeInfer = Add(_total.ComputeInfer, timings.Compute),
                ComputeOutput = Add(_total.ComputeOutput, timings.Answer),
            };
        }
    }

    /// <summary>Counts a request that failed, was rejected or was cancelled.</summary>
    public void Failed(TimeSpan total)
    {
        lock (_lock)
            _total = _total with { Fail = Add(_total.Fail, total) };
    }

    /// <summary>Counts a run of the network.</summary>
    /// <param name="batchSize">Images (rows) of the run.</param>
    /// <param name="elapsed">How long it took, from gathering the inputs to handing out the outputs.</param>
    public void Executed(long batchSize, TimeSpan elapsed)
    {
        lock (_lock)
        {
            _total = _total with { ExecutionCount = _total.ExecutionCount + 1 };
            if (!_batches.TryGetValue(batchSize, out BatchStatistic? batch))
            {
                if (_batches.Count == MostBatchSizes)
                    _batches.Remove(_batches.MinBy(other => other.Value.ComputeInfer.Count).Key);
                batch = new BatchStatistic(batchSize, default);
            }

            _batches[batchSize] = batch with { ComputeInfer = Add(batch.ComputeInfer, elapsed) };
        }
    }

    private static DurationStatistic Add(DurationStatistic sum, TimeSpan one) => new(sum.Count + 1, sum.Total + one);
}
