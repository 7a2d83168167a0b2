using System.Diagnostics;
using Fovea.Inference;

namespace Fovea.Models.Scheduling;

/// <summary>Rows of one or more jobs that go through the model together.</summary>
internal sealed class BatchRun(RunKey key) : IDisposable
{
    private readonly List<Slice> _slices = new(1);
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>What runs.</summary>
    public RunKey Key => key;

    /// <summary>The shares of the jobs, in order.</summary>
    public IReadOnlyList<Slice> Slices => _slices;

    /// <summary>The rows together.</summary>
    public int Rows { get; private set; }

    /// <summary>The threads that the run may use.</summary>
    public int Threads { get; set; } = 1;

    /// <summary>Jobs whose callers still wait. Guarded by the scheduler's lock.</summary>
    public int Live { get; private set; }

    /// <summary>The instant at which it was given its processor.</summary>
    public long Begun { get; set; }

    /// <summary>How long the run itself took.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Adds rows of a job.</summary>
    public void Add(Job job, int rows)
    {
        _slices.Add(new Slice(job, job.NextRow, rows));
        job.NextRow += rows;
        Rows += rows;
        Live++;
    }

    /// <summary>A job's caller waits no longer; with the last one the run ends.</summary>
    public void Leave()
    {
        if (--Live == 0)
            _cancellation.Cancel();
    }

    /// <summary>
    /// Runs; sets <see cref="Slice.Error"/> instead of throwing. A failure in company is looked at again: each job alone, so that only the one
    /// that causes it fails.
    /// </summary>
    public void Execute()
    {
        long start = Stopwatch.GetTimestamp();
        if (TryRun(_slices) is { } error)
        {
            foreach (Slice slice in _slices)
                slice.Error = _slices.Count == 1 || error is OperationCanceledException ? error : TryRun([slice]);
        }

        Elapsed = Stopwatch.GetElapsedTime(start);
    }

    public void Dispose() => _cancellation.Dispose();

    private Exception? TryRun(List<Slice> slices)
    {
        try
        {
            CompiledPlan plan = key.Plan(slices.Sum(slice => slice.Rows));
            bool isWhole = slices is [{ IsWhole: true }];
            Job job = slices[0].Job;
            if (isWhole && !plan.HasKnownShapes)
                job.Outputs = plan.Run([.. job.Inputs], Threads, _cancellation.Token);
            else if (isWhole)
                plan.Run([.. job.Inputs], [.. job.Outputs], Threads, _cancellation.Token);
            else
                plan.Run([.. slices.Select(slice => new RunPart(slice.Job.Inputs, slice.Job.Outputs, slice.First, slice.Rows))], Threads, _cancellation.Token);
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    /// <summary>One job's share of a run.</summary>
    internal sealed class Slice(Job job, int first, int rows)
    {
        public Job Job { get; } = job;

        public int First { get; } = first;

        public int Rows { get; } = rows;

        /// <summary>Whether it is all of a job.</summary>
        public bool IsWhole => Rows == Job.Rows;

        /// <summary>What went wrong with it.</summary>
        public Exception? Error { get; set; }
    }
}
