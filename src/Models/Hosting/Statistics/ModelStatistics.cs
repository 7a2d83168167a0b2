using Fovea.Models.Scheduling;

namespace Fovea.Models.Hosting.Statistics;

/// <summary>Counts what one loaded model does. Thread-safe.</summary>
public sealed class ModelStatistics(TimeProvider? time = null)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, BatchStatistic> _batches = [];
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private StatisticsSnapshot _total = new();

    /// <summary>The figures now.</summary>
    public StatisticsSnapshot Snapshot()
    {
        lock (_lock)
            return _total with { Batches = [.. _batches.Values] };
    }

    /// <summary>A request was answered.</summary>
    /// <param name="rows">Images (rows) of the request.</param>
    /// <param name="total">From its arrival to its answer.</param>
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

    /// <summary>A request failed, was rejected or cancelled.</summary>
    public void Failed(TimeSpan total)
    {
        lock (_lock)
            _total = _total with { Fail = Add(_total.Fail, total) };
    }

    /// <summary>The network ran once.</summary>
    /// <param name="batchSize">Images (rows) of the run.</param>
    /// <param name="input">Gathering the inputs.</param>
    /// <param name="infer">The run.</param>
    /// <param name="output">Handing out the results.</param>
    public void Executed(long batchSize, TimeSpan input, TimeSpan infer, TimeSpan output)
    {
        lock (_lock)
        {
            _total = _total with { ExecutionCount = _total.ExecutionCount + 1 };
            BatchStatistic batch = _batches.GetValueOrDefault(batchSize) ?? new BatchStatistic(batchSize, default, default, default);
            _batches[batchSize] = batch with
            {
                ComputeInput = Add(batch.ComputeInput, input),
                ComputeInfer = Add(batch.ComputeInfer, infer),
                ComputeOutput = Add(batch.ComputeOutput, output),
            };
        }
    }

    private static DurationStatistic Add(DurationStatistic sum, TimeSpan one) => new(sum.Count + 1, sum.Total + one);
}
