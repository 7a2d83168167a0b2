using System.Diagnostics;
using System.Runtime.CompilerServices;
using Fovea.Models.Hosting;

namespace Fovea.Models.Scheduling;

/// <summary>
/// The jobs of one model that wait, and which of their work goes next: images are prepared until a full batch can run, or until there are no
/// more. Guarded by the scheduler's lock.
/// </summary>
internal sealed class ModelQueue(HostedModel model, SchedulerOptions options)
{
    private readonly LinkedList<Job> _unprepared = new();
    private readonly LinkedList<Job> _ready = new();
    private readonly ConditionalWeakTable<RunKey, BatchSize> _sizes = [];
    private int _readyRows;

    /// <summary>The model.</summary>
    public HostedModel Model { get; } = model;

    /// <summary>The model's share of the cores.</summary>
    public double Weight { get; } = options.Weights.GetValueOrDefault(model.Name, SchedulerOptions.DefaultWeight);

    /// <summary>The time that the model has had, divided by its weight: the model with the least goes next.</summary>
    public double Virtual { get; set; }

    /// <summary>What preparing an image takes.</summary>
    public CostEstimate PreparationCost { get; } = new();

    /// <summary>What running an image takes.</summary>
    public CostEstimate RunCost { get; } = new();

    /// <summary>Jobs none of whose work is going on.</summary>
    public int Waiting { get; set; }

    /// <summary>Whether any job has work that has not begun.</summary>
    public bool HasWork => _unprepared.Count > 0 || _ready.Count > 0;

    /// <summary>Whether its next batch waits for company, or for its time to be up.</summary>
    public bool Delayed { get; set; }

    /// <summary>Pieces of work that could begin, roughly.</summary>
    public int Pieces => _unprepared.Count + (_ready.First?.Value is { } head ? (_readyRows - 1) / FullSize(head.Key!) + 1 : 0);

    /// <summary>Seconds of one processor that the waiting work takes.</summary>
    public double Backlog => _unprepared.Count * (PreparationCost.Seconds + RunCost.Seconds) + _readyRows * RunCost.Seconds;

    /// <summary>Takes in a job whose preparations have not begun.</summary>
    public void AddUnprepared(Job job) => Insert(_unprepared, job);

    /// <summary>Takes in a job whose rows are prepared.</summary>
    public void AddReady(Job job)
    {
        Insert(_ready, job);
        _readyRows += job.Rows;
    }

    /// <summary>Takes a job out whose remaining work will not be done.</summary>
    public void Remove(Job job)
    {
        if (job.Place.List == _ready)
            _readyRows -= job.Rows - job.NextRow;
        job.Place.List?.Remove(job.Place);
    }

    /// <summary>The next piece of work; null where there is none, or where a batch still waits for company.</summary>
    /// <param name="free">Cores that would have nothing else to do.</param>
    /// <param name="delay">Stopwatch ticks until the batch that waits may go.</param>
    public Piece? Take(int free, out long delay)
    {
        delay = 0;
        Job? head = _ready.First?.Value;
        bool full = head is not null && (!head.Key!.IsShared || _readyRows >= FullSize(head.Key));
        if (!full && _unprepared.First?.Value is { } job)
            return TakePreparation(job);
        if (head is null)
            return null;
        if (!full && options.MaxDelay > TimeSpan.Zero)
        {
            long waits = (long)(options.MaxDelay.TotalSeconds * Stopwatch.Frequency);
            delay = Math.Max(0, (head.Times.Prepared != 0 ? head.Times.Prepared : head.Times.Submitted) + waits - Stopwatch.GetTimestamp());
            if (delay > 0)
                return null;
        }

        // Who waits for company does not want to be parted from it.
        return TakeRun(head, _unprepared.Count > 0 || options.MaxDelay > TimeSpan.Zero ? 0 : free);
    }

    /// <summary>Learns how long a run took, from its beginning to its jobs' end, that had company on all other processors.</summary>
    public void Learn(BatchRun run, TimeSpan elapsed)
    {
        if (_sizes.TryGetValue(run.Key, out BatchSize? size))
            size.Add(run.Rows, elapsed.TotalSeconds);
    }

    /// <summary>The rows of a full batch. Who lets batches wait for company wants them as large as allowed.</summary>
    private int FullSize(RunKey key)
    {
        if (!key.IsShared || options.MaxDelay > TimeSpan.Zero)
            return options.MaxSize;
        if (!_sizes.TryGetValue(key, out BatchSize? size))
            _sizes.Add(key, size = new BatchSize(options.MaxSize));
        return size.Rows;
    }

    private Piece TakePreparation(Job job)
    {
        var piece = new Piece(this, job, job.PreparationsBegun++, null, PreparationCost.Seconds);
        if (job.PreparationsBegun == job.Preparations)
            _unprepared.Remove(job.Place);
        return piece;
    }

    private Piece TakeRun(Job head, int free)
    {
        var run = new BatchRun(head.Key!);
        if (head.Key!.IsShared)
            Fill(run, head.Key, SizeFor(head.Key, free));
        else
            Move(run, head, head.Key.RowsPerRun == 0 ? head.Rows : head.Key.RowsPerRun);
        return new Piece(this, null, 0, run, RunCost.Seconds * run.Rows);
    }

    /// <summary>As many rows as there are, up to a full batch; fewer where another core would stand idle for it.</summary>
    private int SizeFor(RunKey key, int free)
    {
        int rows = 0, full = FullSize(key);
        foreach (Job job in _ready)
        {
            if (rows >= full * (free + 1))
                break;
            rows += job.Key == key ? job.Rows - job.NextRow : 0;
        }

        return Math.Min(full, (rows + free) / (free + 1));
    }

    private void Fill(BatchRun run, RunKey key, int size)
    {
        LinkedListNode<Job>? next = _ready.First;
        while (next is not null && run.Rows < size)
        {
            Job job = next.Value;
            next = next.Next;
            if (job.Key == key)
                Move(run, job, Math.Min(job.Rows - job.NextRow, size - run.Rows));
        }
    }

    private void Move(BatchRun run, Job job, int rows)
    {
        run.Add(job, rows);
        _readyRows -= rows;
        if (job.NextRow == job.Rows)
            _ready.Remove(job.Place);
    }

    /// <summary>Behind all jobs of the same or a higher priority.</summary>
    private static void Insert(LinkedList<Job> list, Job job)
    {
        LinkedListNode<Job>? before = list.Last;
        while (before is not null && before.Value.Priority < job.Priority)
            before = before.Previous;
        if (before is null)
            list.AddFirst(job.Place);
        else
            list.AddAfter(before, job.Place);
    }
}
