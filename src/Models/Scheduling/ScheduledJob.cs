namespace Fovea.Models.Scheduling;

/// <summary>
/// A job that the scheduler has: how far it has come and where it waits. The scheduler's lock guards it. Its task ends after the last work on it has ended,
/// whatever became of it, so that the job's memory may be reused from then on.
/// </summary>
internal sealed class ScheduledJob
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _preparationsBegun;
    private int _preparationsDone;
    private int _rowsDone;
    private int _workGoingOn;

    /// <summary>Takes a job in: from now on it waits in its queue.</summary>
    public ScheduledJob(Job job, ModelQueue queue, JobTimes times, TimeSpan granted)
    {
        Job = job;
        Queue = queue;
        Times = times;
        Granted = granted;
        Waiting = new LinkedListNode<ScheduledJob>(this);
        Listed = new LinkedListNode<ScheduledJob>(this);
        job.Times = times;
        times.First(JobEvent.Arrived);
        queue.WaitingJobs++;
    }

    /// <summary>The job.</summary>
    public Job Job { get; }

    /// <summary>The queue that it belongs to.</summary>
    public ModelQueue Queue { get; }

    /// <summary>When it came and went from stage to stage.</summary>
    public JobTimes Times { get; }

    /// <summary>How long it may take from its arrival to its answer.</summary>
    public TimeSpan Granted { get; }

    /// <summary>Its node in the list of its queue in which it waits; in no list while nothing of it waits.</summary>
    public LinkedListNode<ScheduledJob> Waiting { get; }

    /// <summary>Its node in the scheduler's list of all jobs.</summary>
    public LinkedListNode<ScheduledJob> Listed { get; }

    /// <summary>The watch over its cancellation.</summary>
    public CancellationTokenRegistration Registration { get; set; }

    /// <summary>How far it has come.</summary>
    public JobState State { get; private set; }

    /// <summary>What went wrong first; null while nothing has.</summary>
    public Exception? Error { get; private set; }

    /// <summary>The first row that no run has taken yet.</summary>
    public int NextRow { get; set; }

    /// <summary>Rows that no run has taken yet.</summary>
    public int RowsLeft => Job.Rows - NextRow;

    /// <summary>The runs that are going on.</summary>
    public List<BatchRun> Runs { get; } = new(1);

    /// <summary>Whether any work on it is going on.</summary>
    public bool IsWorkedOn => _workGoingOn > 0;

    /// <summary>Whether it could still fail: its answer is not out, and nothing is wrong yet.</summary>
    public bool IsAlive => State < JobState.Failing;

    /// <summary>Whether its time is up.</summary>
    public bool IsLate => IsAlive && Times.Between(JobEvent.Arrived, JobEvent.Ended) >= Granted;

    /// <summary>Whether a preparation has not begun.</summary>
    public bool HasPreparations => _preparationsBegun < Job.Preparations;

    /// <summary>Whether some of its work could begin now.</summary>
    public bool CanBegin => State switch
    {
        JobState.Preparing => HasPreparations,
        JobState.Running => RowsLeft > 0,
        JobState.Answering => !IsWorkedOn,
        _ => false,
    };

    /// <summary>Ends when the job has: answered, failed, cancelled or too late.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Begins a preparation.</summary>
    /// <returns>Which one.</returns>
    public int BeginPreparation()
    {
        BeginWork(JobEvent.PreparationBegan);
        return _preparationsBegun++;
    }

    /// <summary>A preparation has ended; after the last one the job is running, if nothing went wrong.</summary>
    public void EndPreparation(bool succeeded)
    {
        EndWork();
        if (++_preparationsDone < Job.Preparations || !succeeded || State != JobState.Preparing)
            return;
        Times.First(JobEvent.Prepared);
        State = JobState.Running;
    }

    /// <summary>A run with rows of the job begins.</summary>
    public void BeginRun(BatchRun run)
    {
        BeginWork(JobEvent.RunBegan);
        Runs.Add(run);
        Times.BatchRows = run.Rows;
    }

    /// <summary>A run with rows of the job has ended; after the last one the job is to be answered.</summary>
    public void EndRun(BatchRun run, BatchSlice slice)
    {
        EndWork();
        Times.Last(JobEvent.RunEnded);
        Runs.Remove(run);
        _rowsDone += slice.Rows;
        if (_rowsDone == Job.Rows && slice.Error is null && State == JobState.Running)
            State = JobState.Answering;
    }

    /// <summary>The answer is being made.</summary>
    public void BeginAnswer() => BeginWork(JobEvent.AnswerBegan);

    /// <summary>The answer is made, if nothing went wrong.</summary>
    public void EndAnswer() => EndWork();

    /// <summary>Something went wrong; what went wrong first counts.</summary>
    public void Fail(Exception error)
    {
        Error ??= error;
        State = JobState.Failing;
    }

    /// <summary>Ends the task.</summary>
    public void Complete()
    {
        Queue.WaitingJobs--;
        State = JobState.Ended;
        Times.First(JobEvent.Ended);
        Times.AddTo(Job.Timings);
        if (Error is OperationCanceledException)
            _completion.TrySetCanceled(Job.Cancellation);
        else if (Error is { } error)
            _completion.TrySetException(error);
        else
            _completion.TrySetResult();
    }

    private void BeginWork(JobEvent what)
    {
        Times.First(what);
        if (_workGoingOn++ == 0)
            Queue.WaitingJobs--;
    }

    private void EndWork()
    {
        if (--_workGoingOn == 0)
            Queue.WaitingJobs++;
    }
}
