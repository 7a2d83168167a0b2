namespace Fovea.Models.Scheduling;

/// <summary>
/// A job as the scheduler sees it: its state, and the list in which it waits. The scheduler's lock guards it. Its task ends only when no
/// work on it is in progress, even where it fails or is cancelled, so that the caller may then reuse the job's memory.
/// </summary>
internal sealed class ScheduledJob
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AnswerWork? _answering;
    private int _preparationsBegun;
    private int _preparationsDone;
    private int _rowsDone;
    private int _workInProgress;

    /// <summary>Admits a job, which counts as waiting from now on.</summary>
    public ScheduledJob(Job job, ModelQueue queue, JobTimes times, TimeSpan timeLimit)
    {
        Job = job;
        Queue = queue;
        Times = times;
        TimeLimit = timeLimit;
        QueueNode = new LinkedListNode<ScheduledJob>(this);
        ListNode = new LinkedListNode<ScheduledJob>(this);
        job.Times = times;
        times.RecordFirst(JobEvent.Arrived);
        queue.WaitingJobs++;
    }

    /// <summary>The job.</summary>
    public Job Job { get; }

    /// <summary>The queue that it belongs to.</summary>
    public ModelQueue Queue { get; }

    /// <summary>The times of its events.</summary>
    public JobTimes Times { get; }

    /// <summary>The longest that it may take from its arrival to its answer.</summary>
    public TimeSpan TimeLimit { get; }

    /// <summary>Its node in one of the lists of its queue; in none of them while no work on it waits to start.</summary>
    public LinkedListNode<ScheduledJob> QueueNode { get; }

    /// <summary>Its node in the scheduler's list of all jobs.</summary>
    public LinkedListNode<ScheduledJob> ListNode { get; }

    /// <summary>The registration with its cancellation token.</summary>
    public CancellationTokenRegistration Registration { get; set; }

    /// <summary>How far it has come.</summary>
    public JobState State { get; private set; }

    /// <summary>The first error; null while there is none.</summary>
    public Exception? Error { get; private set; }

    /// <summary>The first row that no run has taken yet.</summary>
    public int NextRow { get; set; }

    /// <summary>Rows that no run has taken yet.</summary>
    public int RowsLeft => Job.Rows - NextRow;

    /// <summary>The runs in progress that have rows of the job.</summary>
    public List<BatchRun> Runs { get; } = new(1);

    /// <summary>Whether any work on it is in progress.</summary>
    public bool HasWorkInProgress => _workInProgress > 0;

    /// <summary>Whether an error still changes how it ends: it has neither failed nor ended.</summary>
    public bool CanFail => State < JobState.Failing;

    /// <summary>Whether its deadline has passed.</summary>
    public bool IsPastDeadline => CanFail && Times.Between(JobEvent.Arrived, JobEvent.Ended) >= TimeLimit;

    /// <summary>Whether any of its preparations has not begun.</summary>
    public bool HasPreparations => _preparationsBegun < Job.Preparations;

    /// <summary>Whether some work on it could start now.</summary>
    public bool HasWorkToStart => State switch
    {
        JobState.Preparing => HasPreparations,
        JobState.Running => RowsLeft > 0,
        JobState.Answering => !HasWorkInProgress,
        _ => false,
    };

    /// <summary>Ends with the job: successfully when it was answered, else with its error or cancelled.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Begins the next preparation.</summary>
    /// <returns>Its index.</returns>
    public int BeginPreparation()
    {
        BeginWork(JobEvent.PreparationBegan);
        return _preparationsBegun++;
    }

    /// <summary>A preparation has ended; after the last one, if none failed, the job is <see cref="JobState.Running"/>.</summary>
    public void EndPreparation(bool succeeded)
    {
        EndWork();
        if (++_preparationsDone < Job.Preparations || !succeeded || State != JobState.Preparing)
            return;
        Times.RecordFirst(JobEvent.Prepared);
        State = JobState.Running;
    }

    /// <summary>A run with rows of the job begins.</summary>
    public void BeginRun(BatchRun run)
    {
        BeginWork(JobEvent.RunBegan);
        Runs.Add(run);
        Times.BatchRows = run.Rows;
    }

    /// <summary>
    /// A run with rows of the job has ended; after the last one, if none failed, the job is <see cref="JobState.Answering"/>.
    /// </summary>
    public void EndRun(BatchRun run, ScheduledSlice slice)
    {
        EndWork();
        Times.RecordLast(JobEvent.RunEnded);
        Runs.Remove(run);
        _rowsDone += slice.Rows;
        if (_rowsDone == Job.Rows && slice.Error is null && State == JobState.Running)
            State = JobState.Answering;
    }

    /// <summary>The answer begins.</summary>
    public void BeginAnswer(AnswerWork work)
    {
        BeginWork(JobEvent.AnswerBegan);
        _answering = work;
    }

    /// <summary>The answer has ended.</summary>
    public void EndAnswer()
    {
        EndWork();
        _answering = null;
    }

    /// <summary>The job has failed; its first error is kept, and an answer that is being made is given up.</summary>
    public void Fail(Exception error)
    {
        Error ??= error;
        State = JobState.Failing;
        _answering?.Abandon();
    }

    /// <summary>Ends the task.</summary>
    public void Complete()
    {
        Queue.WaitingJobs--;
        State = JobState.Ended;
        Times.RecordFirst(JobEvent.Ended);
        Times.AddTo(Job.Timings);
        Job.Succeeded = Error is null;
        if (Error is OperationCanceledException)
            _completion.TrySetCanceled(Job.Cancellation);
        else if (Error is { } error)
            _completion.TrySetException(error);
        else
            _completion.TrySetResult();
    }

    private void BeginWork(JobEvent what)
    {
        Times.RecordFirst(what);
        if (_workInProgress++ == 0)
            Queue.WaitingJobs--;
    }

    private void EndWork()
    {
        if (--_workInProgress == 0)
            Queue.WaitingJobs++;
    }
}
