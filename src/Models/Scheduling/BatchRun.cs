namespace Fovea.Models.Scheduling;

/// <summary>Rows of one or more jobs that go through the model together.</summary>
internal sealed class BatchRun : WorkItem, IDisposable
{
    private readonly List<BatchSlice> _slices = new(1);
    private readonly CancellationTokenSource _cancellation = new();
    private int _waiting;

    /// <summary>A batch without rows.</summary>
    /// <param name="queue">The queue whose jobs give the rows.</param>
    /// <param name="target">What runs.</param>
    /// <param name="begun">The timestamp now.</param>
    public BatchRun(ModelQueue queue, RunTarget target, long begun)
        : base(queue)
    {
        Target = target;
        Begun = begun;
    }

    /// <summary>When its rows were taken.</summary>
    public long Begun { get; }

    /// <summary>What runs.</summary>
    public RunTarget Target { get; }

    /// <summary>The shares of the jobs, in order.</summary>
    public IReadOnlyList<BatchSlice> Slices => _slices;

    /// <summary>The rows together.</summary>
    public int Rows { get; private set; }

    /// <summary>The threads that the run may use.</summary>
    public int Threads { get; set; } = 1;

    /// <summary>Whether the run itself went well; a job may still have failed.</summary>
    public bool Succeeded => _slices[0].Error is null;

    /// <summary>How long the run itself took.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Adds rows of a job.</summary>
    public void Add(ScheduledJob job, int rows)
    {
        _slices.Add(new BatchSlice(job, job.NextRow, rows));
        job.NextRow += rows;
        Rows += rows;
        _waiting++;
    }

    /// <summary>A job's caller waits no longer; with the last one the run ends. Guarded by the scheduler's lock.</summary>
    public void Leave()
    {
        if (--_waiting == 0)
            _cancellation.Cancel();
    }

    /// <summary>
    /// Runs; sets <see cref="BatchSlice.Error"/> instead of throwing. When a batch of several jobs fails, each job runs once more alone, so that only the
    /// one that is the cause fails.
    /// </summary>
    public override void Execute(TimeProvider time)
    {
        long start = time.GetTimestamp();
        if (TryRun(_slices) is { } error)
        {
            foreach (BatchSlice slice in _slices)
                slice.Error = _slices.Count == 1 || error is OperationCanceledException ? error : TryRun([slice]);
        }

        Elapsed = time.GetElapsedTime(start);
        Seconds = Elapsed.TotalSeconds * Threads;
        if (_slices.Find(slice => slice.Error is null) is { } good)
            good.Job.Ran(Rows, Elapsed);
    }

    public void Dispose() => _cancellation.Dispose();

    private Exception? TryRun(List<BatchSlice> slices)
    {
        try
        {
            Target.Run(slices, Threads, _cancellation.Token);
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }
}
