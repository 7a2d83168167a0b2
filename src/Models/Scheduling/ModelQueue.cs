using System.Runtime.CompilerServices;

namespace Fovea.Models.Scheduling;

/// <summary>
/// The jobs of one model with work that waits to start, and the order of that work: answers first, because they end jobs; then
/// preparations, until there are enough rows for a full batch or nothing is left to prepare; then runs. Guarded by the scheduler's lock.
/// </summary>
internal sealed class ModelQueue(IQueueOwner owner, SchedulerOptions options, TimeProvider time)
{
    private readonly LinkedList<ScheduledJob> _unprepared = new();
    private readonly LinkedList<ScheduledJob> _prepared = new();
    private readonly LinkedList<ScheduledJob> _unanswered = new();
    private readonly ConditionalWeakTable<RunTarget, BatchSize> _sizes = [];
    private int _preparedRows;

    /// <summary>The model.</summary>
    public IQueueOwner Owner { get; } = owner;

    /// <summary>The share of the processors that its jobs get where several queues compete.</summary>
    public double Weight { get; } = options.Weights.GetValueOrDefault(owner.Name, SchedulerOptions.DefaultWeight);

    /// <summary>
    /// The seconds of processor time that it has used, divided by its weight. As in weighted fair queuing, the queue with the least is
    /// next.
    /// </summary>
    public double VirtualTime { get; set; }

    /// <summary>The cost of preparing an image.</summary>
    public CostEstimate PreparationCost { get; } = new();

    /// <summary>The cost of running an image.</summary>
    public CostEstimate RunCost { get; } = new();

    /// <summary>The cost of making an answer.</summary>
    public CostEstimate AnswerCost { get; } = new();

    /// <summary>The number of jobs that have not ended and on which no work is in progress.</summary>
    public int WaitingJobs { get; set; }

    /// <summary>Whether any job has work that waits to start.</summary>
    public bool HasWork => _unprepared.Count > 0 || _prepared.Count > 0 || _unanswered.Count > 0;

    /// <summary>Whether its next batch waits for more rows or for the end of its delay.</summary>
    public bool IsDelayed { get; set; }

    /// <summary>Roughly how many items of work could start now.</summary>
    public int ItemCount =>
        _unanswered.Count + _unprepared.Count
        + (_prepared.First?.Value.Job is { } head ? (_preparedRows - 1) / FullSize(head.Target!) + 1 : 0);

    /// <summary>The seconds of one processor that the waiting work is expected to take.</summary>
    public double Backlog =>
        _unprepared.Count * (PreparationCost.Seconds + RunCost.Seconds) + _preparedRows * RunCost.Seconds
        + _unanswered.Count * AnswerCost.Seconds;

    /// <summary>Adds a job that is new, or has reached its next state.</summary>
    public void Add(ScheduledJob job)
    {
        IsDelayed = false;
        switch (job.State)
        {
            case JobState.Preparing:
                Insert(_unprepared, job);
                break;
            case JobState.Running:
                Insert(_prepared, job);
                _preparedRows += job.RowsLeft;
                break;
            case JobState.Answering:
                Insert(_unanswered, job);
                break;
        }
    }

    /// <summary>Removes a job whose remaining work will not be done.</summary>
    public void Remove(ScheduledJob job)
    {
        if (job.QueueNode.List == _prepared)
            _preparedRows -= job.RowsLeft;
        job.QueueNode.List?.Remove(job.QueueNode);
    }

    /// <summary>Takes the next item of work; null where there is none, or where the batch waits for more rows.</summary>
    /// <param name="free">The number of other threads that would be idle.</param>
    /// <param name="resolve">Whether preparations find out if runs can be shared.</param>
    /// <param name="delay">How long the batch has still to wait, where it waits.</param>
    public WorkItem? Take(int free, bool resolve, out TimeSpan delay)
    {
        delay = TimeSpan.Zero;
        if (_unanswered.First?.Value is { } answered)
            return TakeAnswer(answered);
        ScheduledJob? head = _prepared.First?.Value;
        bool full = head?.Job.Target is { } target && (!target.IsShared || _preparedRows >= FullSize(target));
        if (!full && _unprepared.First?.Value is { } job)
            return TakePreparation(job, resolve);
        if (head is null)
            return null;
        if (!full && options.MaxDelay > TimeSpan.Zero)
        {
            delay = options.MaxDelay - time.GetElapsedTime(head.Times.At(JobEvent.Prepared));
            if (delay > TimeSpan.Zero)
                return null;
        }

        // Rows are not divided among idle threads while more are being prepared, or after they have waited for a larger batch.
        return TakeRun(head, _unprepared.Count > 0 || options.MaxDelay > TimeSpan.Zero ? 0 : free);
    }

    /// <summary>Measures a run during which all other threads were busy: the time from taking its rows to finishing its jobs.</summary>
    public void Learn(BatchRun run, TimeSpan elapsed)
    {
        if (_sizes.TryGetValue(run.Target, out BatchSize? size))
            size.Add(run.Rows, elapsed.TotalSeconds);
    }

    /// <summary>
    /// The rows of a full batch. With a delay, batches are as large as allowed; without, as large as measured to be worthwhile.
    /// </summary>
    private int FullSize(RunTarget target)
    {
        if (!target.IsShared || options.MaxDelay > TimeSpan.Zero)
            return options.MaxSize;
        if (!_sizes.TryGetValue(target, out BatchSize? size))
            _sizes.Add(target, size = new BatchSize(options.MaxSize));
        return size.Rows;
    }

    private AnswerWork TakeAnswer(ScheduledJob job)
    {
        _unanswered.Remove(job.QueueNode);
        var work = new AnswerWork(this, job) { Estimate = AnswerCost.Seconds };
        job.BeginAnswer(work);
        return work;
    }

    private PreparationWork TakePreparation(ScheduledJob job, bool resolve)
    {
        int index = job.BeginPreparation();
        if (!job.HasPreparations)
            _unprepared.Remove(job.QueueNode);
        return new PreparationWork(this, job, index, resolve) { Estimate = PreparationCost.Seconds };
    }

    private BatchRun TakeRun(ScheduledJob head, int free)
    {
        RunTarget target = head.Job.Target!;
        var run = new BatchRun(this, target, time.GetTimestamp());
        if (target.IsShared)
            Fill(run, SizeFor(target, free));
        else
            AddRows(run, head, target.RowsPerRun == 0 ? head.Job.Rows : target.RowsPerRun);
        run.Estimate = RunCost.Seconds * run.Rows;
        foreach (ScheduledSlice slice in run.Slices)
            slice.Entry.BeginRun(run);
        return run;
    }

    /// <summary>The rows that wait, up to a full batch, or a fair part of them where other threads would be idle.</summary>
    private int SizeFor(RunTarget target, int free)
    {
        int rows = 0, full = FullSize(target);
        foreach (ScheduledJob job in _prepared)
        {
            if (rows >= full * (free + 1))
                break;
            rows += job.Job.Target == target ? job.RowsLeft : 0;
        }

        return Math.Min(full, (rows + free) / (free + 1));
    }

    private void Fill(BatchRun run, int size)
    {
        LinkedListNode<ScheduledJob>? next = _prepared.First;
        while (next is not null && run.Rows < size)
        {
            ScheduledJob job = next.Value;
            next = next.Next;
            if (job.Job.Target == run.Target)
                AddRows(run, job, Math.Min(job.RowsLeft, size - run.Rows));
        }
    }

    private void AddRows(BatchRun run, ScheduledJob job, int rows)
    {
        run.Add(job, rows);
        _preparedRows -= rows;
        if (job.RowsLeft == 0)
            _prepared.Remove(job.QueueNode);
    }

    /// <summary>Inserts a job behind all jobs of the same or a higher priority.</summary>
    private static void Insert(LinkedList<ScheduledJob> list, ScheduledJob job)
    {
        LinkedListNode<ScheduledJob>? before = list.Last;
        while (before is not null && before.Value.Job.Priority < job.Job.Priority)
            before = before.Previous;
        if (before is null)
            list.AddFirst(job.QueueNode);
        else
            list.AddAfter(before, job.QueueNode);
    }
}
