using System.Diagnostics;
using System.Runtime.CompilerServices;
using Fovea.Inference;
using Fovea.Models.Hosting;

namespace Fovea.Models.Scheduling;

/// <summary>
/// Decides what the processors do for all models: whose images are decoded, which run together, and which model goes next. A fixed number of
/// threads work at a time, each on one piece of work. A request that finds one of these places free is worked on by its own thread, without
/// a change of threads; the others wait in their model's queue for the scheduler's threads. Thread-safe.
/// </summary>
public sealed partial class Scheduler : IDisposable
{
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly ConditionalWeakTable<HostedModel, ModelQueue> _queues = [];
    private readonly List<ModelQueue> _backlog = [];
    private readonly LinkedList<Job> _jobs = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Thread[] _threads;
    private readonly Timer _clock;
    private readonly Timer _delay;
    private double _virtualNow;
    private long _delayEnds = long.MaxValue;
    private int _active;
    private int _woken;
    private int _jobCount;
    private bool _ticking;
    private volatile bool _stopped;

    /// <summary>Starts a scheduler with its threads.</summary>
    public Scheduler(SchedulerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Parallelism, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxSize, 1, nameof(options));
        Options = options;
        _clock = new Timer(_ => CheckDeadlines());
        _delay = new Timer(_ => Delayed());
        _threads = new Thread[options.Parallelism];
        for (int i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Loop) { IsBackground = true, Name = $"Fovea scheduler {i + 1}" };
            _threads[i].Start();
        }
    }

    /// <summary>The bounds.</summary>
    public SchedulerOptions Options { get; }

    /// <summary>Told after each run, on the thread that did it: the model, the rows, the time.</summary>
    internal event Action<HostedModel, int, TimeSpan>? Executed;

    /// <summary>Threads that decode or run now, or are about to.</summary>
    public int PlacesInUse => Volatile.Read(ref _active);

    /// <summary>How many requests of a model wait: none of their work is going on.</summary>
    public int Waiting(HostedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        lock (_lock)
            return _queues.TryGetValue(model, out ModelQueue? queue) ? queue.Waiting : 0;
    }

    /// <summary>Takes a job through its preparations and its run.</summary>
    /// <returns>Ends when nothing of the job is worked on any more: as its error says, or well.</returns>
    /// <exception cref="ServingException">Too many requests of the model wait already.</exception>
    internal Task RunAsync(Job job)
    {
        if (job.Cancellation.IsCancellationRequested)
            return Task.FromCanceled(job.Cancellation);
        bool own;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_stopped, this);
            ModelQueue queue = job.Queue = _queues.GetValue(job.Model, model => new ModelQueue(model, Options));
            own = _active < Options.Parallelism;
            if (!own && queue.Waiting >= Options.MaxQueue)
                throw TurnedAway(queue);
            Enqueue(job);
            if (own)
                _active++;
            WakeThreads(reserved: own ? 1 : 0);
        }

        if (job.Cancellation.CanBeCanceled)
            Watch(job);
        if (own)
            Work(job);
        return job.Completion;
    }

    /// <summary>Ends the threads; jobs that wait are cancelled.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_stopped)
                return;
            _stopped = true;
            for (LinkedListNode<Job>? node = _jobs.First, next; node is not null; node = next)
            {
                next = node.Next;
                End(node.Value, new OperationCanceledException("The server ends."));
            }
        }

        _wake.Release(_threads.Length);
        foreach (Thread thread in _threads)
            thread.Join();
        _wake.Dispose();
        _clock.Dispose();
        _delay.Dispose();
    }

    private void Enqueue(Job job)
    {
        ModelQueue queue = job.Queue!;
        job.Node = _jobs.AddLast(job);
        Volatile.Write(ref _jobCount, _jobs.Count);
        job.Wait(true);
        if (job.Preparations > 0)
            queue.AddUnprepared(job);
        else
            queue.AddReady(job);
        queue.Delayed = false;
        Activate(queue);
        if (!_ticking)
            _ticking = _clock.Change(Tick, Tick);
    }

    /// <summary>A model that had nothing to do gets no credit for that time.</summary>
    private void Activate(ModelQueue queue)
    {
        if (_backlog.Contains(queue))
            return;
        queue.Virtual = Math.Max(queue.Virtual, _virtualNow);
        _backlog.Add(queue);
    }

    /// <summary>One of the scheduler's threads: waits until it is given a place, works as long as there is work.</summary>
    private void Loop()
    {
        while (true)
        {
            _wake.Wait();
            if (_stopped)
                return;
            bool woken = true;
            while (TakeNext(woken) is { } piece)
            {
                woken = false;
                Execute(piece);
            }
        }
    }

    /// <summary>A request's own thread, which has a place: works for its model until nothing of the request is left to begin.</summary>
    private void Work(Job job)
    {
        while (TakeFor(job) is { } piece)
            Execute(piece);
    }

    private Piece? TakeNext(bool woken)
    {
        lock (_lock)
        {
            if (woken)
                _woken--;
            while (!_stopped)
            {
                ModelQueue? least = null;
                foreach (ModelQueue queue in _backlog)
                {
                    if (queue.HasWork && !queue.Delayed && (least is null || queue.Virtual < least.Virtual))
                        least = queue;
                }

                if (least is null)
                    break;
                if (Take(least) is { } piece)
                    return piece;
            }

            _active--;
            return null;
        }
    }

    private Piece? TakeFor(Job job)
    {
        lock (_lock)
        {
            if (!_stopped && job.CanBegin && Take(job.Queue!) is { } piece)
                return piece;
            _active--;
            WakeThreads(reserved: 0);
            return null;
        }
    }

    private Piece? Take(ModelQueue queue)
    {
        if (queue.Take(Options.Parallelism - _active + _woken, out long wait) is not { } piece)
        {
            queue.Delayed = true;
            ScheduleDelayed(wait);
            return null;
        }

        _virtualNow = Math.Max(_virtualNow, queue.Virtual);
        queue.Virtual += piece.Estimate / queue.Weight;
        if (piece.Job is { } job)
        {
            Begin(job);
            if (job.Times.PreparationBegun == 0)
                job.Times.PreparationBegun = Stopwatch.GetTimestamp();
        }
        else
        {
            Begin(piece.Run!);
        }

        if (!queue.HasWork)
            _backlog.Remove(queue);
        WakeThreads(reserved: 0);
        return piece;
    }

    private void Begin(BatchRun run)
    {
        // Alone, a run has all cores; every other place in use takes one of them away.
        run.Threads = Math.Max(1, Options.Threads - _active + 1);
        long now = run.Begun = Stopwatch.GetTimestamp();
        foreach (BatchRun.Slice slice in run.Slices)
        {
            Begin(slice.Job);
            slice.Job.Runs.Add(run);
            slice.Job.Times.BatchRows = run.Rows;
            if (slice.Job.Times.RunBegun == 0)
                slice.Job.Times.RunBegun = now;
        }
    }

    private static void Begin(Job job)
    {
        job.InFlight++;
        job.Wait(false);
    }

    /// <summary>Gives free places to threads of the scheduler, as many as there is work for beside what the caller takes itself.</summary>
    private void WakeThreads(int reserved)
    {
        if (_active >= Options.Parallelism)
            return;
        int pieces = -reserved;
        foreach (ModelQueue queue in _backlog)
            pieces += queue.Delayed ? 0 : queue.Pieces;
        while (_active < Options.Parallelism && _woken < pieces)
        {
            _active++;
            _woken++;
            _wake.Release();
        }
    }
}
