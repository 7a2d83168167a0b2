using System.Runtime.CompilerServices;

namespace Fovea.Models.Scheduling;

/// <summary>
/// The jobs of one model that wait, and which of their work goes next: answers first, for they end jobs; then images are prepared until a full batch can
/// run, or until there are no more. Guarded by the scheduler's lock.
/// </summary>
internal sealed class ModelQueue(IQueueOwner owner, SchedulerOptions options, TimeProvider time)
{
    private readonly LinkedList<ScheduledJob> _unprepared = new();
    private readonly LinkedList<ScheduledJob> _prepared = new();
    private readonly LinkedList<ScheduledJob> _unanswered = new();
    private readonly ConditionalWeakTable<RunTarget, BatchSize> _sizes = [];
    private int _preparedRows;

    /// <summary>Whose jobs these are.</summary>
    public IQueueOwner Owner { get; } = owner;

    /// <summary>The share of the processors that its jobs get where several queues compete.</summary>
    public double Weight { get; } = options.Weights.GetValueOrDefault(owner.Name, SchedulerOptions.DefaultWeight);

    /// <summary>Seconds of processor time that it has had, divided by its weight, as in weighted fair queuing: the queue with the least goes next.</summary>
    public double VirtualTime { get; set; }

    /// <summary>What preparing an image takes.</summary>
    public CostEstimate PreparationCost { get; } = new();

    /// <summary>What running an image takes.</summary>
    public CostEstimate RunCost { get; } = new();

    /// <summary>What making an answer takes.</summary>
    public CostEstimate AnswerCost { get; } = new();

    /// <summary>Jobs that have not ended, and none of whose work is going on.</summary>
    public int WaitingJobs { get; set; }

    /// <summary>Whether any job has work that has not begun.</summary>
    public bool HasWork => _unprepared.Count > 0 || _prepared.Count > 0 || _unanswered.Count > 0;

    /// <summary>Whether its next batch waits for more rows, or for its delay to be over.</summary>
    public bool IsDelayed { get; set; }

    /// <summary>How many items of work could begin, roughly.</summary>
    public int ItemCount =>
        _unanswered.Count + _unprepared.Count + (_prepared.First?.Value.Job is { } head ? (_preparedRows - 1) / FullSize(head.Target!) + 1 : 0);

    /// <summary>Seconds of one processor that the waiting work takes.</summary>
    public double Backlog => _unprepared.Count * (PreparationCost.Seconds + RunCost.Seconds) + _preparedRows * RunCost.Seconds + _unanswered.Count * AnswerCost.Seconds;

    /// <summary>Takes in a job that has come, or has come further and waits for its next work.</summary>
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

    /// <summary>Takes a job out whose remaining work will not be done.</summary>
    public void Remove(ScheduledJob job)
    {
        if (job.Waiting.List == _prepared)
            _preparedRows -= job.RowsLeft;
        job.Waiting.List?.Remove(job.Waiting);
    }

    /// <summary>The next work; null where there is none, or where a batch still waits for more rows.</summary>
    /// <param name="free">Threads that would have nothing else to do.</param>
    /// <param name="resolve">Whether it matters that runs can be shared.</param>
    /// <param name="delay">How long the batch that waits has still to wait.</param>
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

        // Who has waited for a larger batch does not want it split up.
        return TakeRun(head, _unprepared.Count > 0 || options.MaxDelay > TimeSpan.Zero ? 0 : free);
    }

    /// <summary>Learns how long a run took, from its beginning to its jobs' end, while every other thread was busy too.</summary>
    public void Learn(BatchRun run, TimeSpan elapsed)
    {
        if (_sizes.TryGetValue(run.Target, out BatchSize? size))
            size.Add(run.Rows, elapsed.TotalSeconds);
    }

    /// <summary>The rows of a full batch. Who lets batches wait for more rows wants them as large as allowed.</summary>
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
        _unanswered.Remove(job.Waiting);
        job.BeginAnswer();
        return new AnswerWork(this, job) { Estimate = AnswerCost.Seconds };
    }

    private PreparationWork TakePreparation(ScheduledJob job, bool resolve)
    {
        int index = job.BeginPreparation();
        if (!job.HasPreparations)
            _unprepared.Remove(job.Waiting);
        return new PreparationWork(this, job, index, resolve) { Estimate = PreparationCost.Seconds };
    }

    private BatchRun TakeRun(ScheduledJob head, int free)
    {
        RunTarget target = head.Job.Target!;
        var run = new BatchRun(this, target, time.GetTimestamp());
        if (target.IsShared)
            Fill(run, SizeFor(target, free));
        else
            Move(run, head, target.RowsPerRun == 0 ? head.Job.Rows : target.RowsPerRun);
        run.Estimate = RunCost.Seconds * run.Rows;
        foreach (BatchSlice slice in run.Slices)
            slice.Entry.BeginRun(run);
        return run;
    }

    /// <summary>As many rows as there are, up to a full batch; fewer where another thread would have nothing to do for it.</summary>
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
                Move(run, job, Math.Min(job.RowsLeft, size - run.Rows));
        }
    }

    private void Move(BatchRun run, ScheduledJob job, int rows)
    {
        run.Add(job, rows);
        _preparedRows -= rows;
        if (job.RowsLeft == 0)
            _prepared.Remove(job.Waiting);
    }

    /// <summary>Behind all jobs of the same or a higher priority.</summary>
    private static void Insert(LinkedList<ScheduledJob> list, ScheduledJob job)
    {
        LinkedListNode<ScheduledJob>? before = list.Last;
        while (before is not null && before.Value.Job.Priority < job.Job.Priority)
            before = before.Previous;
        if (before is null)
            list.AddFirst(job.Waiting);
        else
            list.AddAfter(before, job.Waiting);
    }
}
