namespace Fovea.Models.Scheduling;

/// <summary>Rows of one or more jobs that go through the model together.</summary>
internal sealed class BatchRun : WorkItem, IDisposable
{
    private readonly List<ScheduledSlice> _slices = new(1);
    private readonly CancellationTokenSource _cancellation = new();
    private int _callers;

    /// <summary>A batch without rows.</summary>
    /// <param name="queue">The queue whose jobs give the rows.</param>
    /// <param name="target">What runs.</param>
    /// <param name="started">The timestamp now.</param>
    public BatchRun(ModelQueue queue, RunTarget target, long started)
        : base(queue)
    {
        Target = target;
        Started = started;
    }

    /// <summary>The timestamp at which its rows were taken from the queue.</summary>
    public long Started { get; }

    /// <summary>What runs.</summary>
    public RunTarget Target { get; }

    /// <summary>The shares of the jobs, in order.</summary>
    public IReadOnlyList<ScheduledSlice> Slices => _slices;

    /// <summary>The total number of rows.</summary>
    public int Rows { get; private set; }

    /// <summary>The threads that the run may use.</summary>
    public int Threads { get; set; } = 1;

    /// <summary>Whether all rows ran together at the first attempt, so that <see cref="Elapsed"/> is the time of one run.</summary>
    public bool Succeeded { get; private set; }

    /// <summary>How long the run itself took.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Adds rows of a job.</summary>
    public void Add(ScheduledJob job, int rows)
    {
        _slices.Add(new ScheduledSlice(job, job.NextRow, rows));
        job.NextRow += rows;
        Rows += rows;
        _callers++;
    }

    /// <summary>
    /// One of its jobs has failed or was cancelled; when all have, the run is cancelled. Guarded by the scheduler's lock.
    /// </summary>
    public void AbandonOne()
    {
        if (--_callers == 0)
            _cancellation.Cancel();
    }

    /// <summary>
    /// Runs the rows; sets <see cref="ScheduledSlice.Error"/> instead of throwing. When a batch of several jobs fails, each job is run
    /// again on its own, so that only the job that causes the error fails.
    /// </summary>
    public override void Execute(TimeProvider time)
    {
        long start = time.GetTimestamp();
        Exception? error = TryRun(_slices);
        Succeeded = error is null;
        if (error is not null)
        {
            foreach (ScheduledSlice slice in _slices)
                slice.Error = _slices.Count == 1 || error is OperationCanceledException ? error : TryRun([slice]);
        }

        Elapsed = time.GetElapsedTime(start);
        Seconds = Elapsed.TotalSeconds * Threads;
        if (Target.IsPrediction && _slices.Find(slice => slice.Error is null) is { } good)
            good.Job.Ran(Rows, Elapsed);
    }

    public void Dispose() => _cancellation.Dispose();

    private Exception? TryRun(List<ScheduledSlice> slices)
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
