using System.Runtime.CompilerServices;
using Fovea.Models.Errors;

namespace Fovea.Models.Scheduling;

/// <summary>
/// Shares the processors among all models: decides which images are decoded, which rows run together, and which model's turn it is. At most
/// <see cref="SchedulerOptions.Parallelism"/> threads work at a time, each on one item of work. A request that arrives while fewer are busy
/// is processed on the thread that brought it, without a thread switch; the others wait in their model's queue for one of the scheduler's
/// own threads. Thread-safe.
/// </summary>
public sealed partial class Scheduler : IDisposable
{
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly ConditionalWeakTable<IQueueOwner, ModelQueue> _queues = [];
    private readonly List<ModelQueue> _backlog = [];
    private readonly LinkedList<ScheduledJob> _jobs = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Thread[] _threads;
    private readonly TimeProvider _time;
    private readonly ITimer _deadlines;
    private readonly ITimer _delays;
    private double _virtualClock;
    private long? _delayEnd;
    private int _busy;
    private int _woken;
    private bool _watchesDeadlines;
    private volatile bool _stopped;

    /// <summary>Starts a scheduler with its threads.</summary>
    /// <param name="options">The bounds.</param>
    /// <param name="time">The clock of deadlines, delays and costs; the system's when null.</param>
    public Scheduler(SchedulerOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Parallelism, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxSize, 1, nameof(options));
        Options = options;
        _time = time ?? TimeProvider.System;
        _deadlines = _time.CreateTimer(_ => CheckDeadlines(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _delays = _time.CreateTimer(_ => EndDelays(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _threads = new Thread[options.Parallelism];
        for (int i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Loop) { IsBackground = true, Name = $"Fovea scheduler {i + 1}" };
            _threads[i].Start();
        }
    }

    /// <summary>The bounds.</summary>
    public SchedulerOptions Options { get; }

    /// <summary>The clock of deadlines, delays and costs.</summary>
    public TimeProvider Clock => _time;

    /// <summary>The threads that are working, or have been woken to work.</summary>
    public int BusyThreads => Volatile.Read(ref _busy);

    /// <summary>Raised on the thread that brings a job, before any work on the job begins. Handlers must be quick.</summary>
    internal event Action? Arrived;

    /// <summary>How many requests of a model wait: no work on them is in progress.</summary>
    public int Waiting(IQueueOwner owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        lock (_lock)
            return _queues.TryGetValue(owner, out ModelQueue? queue) ? queue.WaitingJobs : 0;
    }

    /// <summary>Processes a job: its preparations, its runs and its answer.</summary>
    /// <returns>A task that ends when no work on the job is in progress any more; it fails with the job's error.</returns>
    /// <exception cref="ServingException">Too many requests of the model wait already.</exception>
    internal Task RunAsync(Job job)
    {
        if (job.Cancellation.IsCancellationRequested)
            return Task.FromCanceled(job.Cancellation);
        ScheduledJob entry;
        bool own;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_stopped, this);
            ModelQueue queue = _queues.GetValue(job.Owner, owner => new ModelQueue(owner, Options, _time));
            own = _busy < Options.Parallelism;
            if (!own && queue.WaitingJobs >= Options.MaxQueue)
                throw OverloadError(queue);
            entry = Admit(job, queue);
            if (own)
                _busy++;
            WakeThreads(reserved: own ? 1 : 0);
        }

        Arrived?.Invoke();
        if (job.Cancellation.CanBeCanceled)
            Watch(entry);
        if (own)
            WorkOn(entry);
        return entry.Completion;
    }

    /// <summary>Cancels the jobs that have not ended, and stops the threads.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_stopped)
                return;
            _stopped = true;
            for (LinkedListNode<ScheduledJob>? node = _jobs.First, next; node is not null; node = next)
            {
                next = node.Next;
                Fail(node.Value, new OperationCanceledException("The scheduler was stopped."));
            }
        }

        _wake.Release(_threads.Length);
        foreach (Thread thread in _threads)
            thread.Join();
        lock (_lock)
        {
            // Threads that were woken for work, but found the scheduler stopped.
            _busy -= _woken;
            _woken = 0;
        }

        _wake.Dispose();
        _deadlines.Dispose();
        _delays.Dispose();
    }

    private ScheduledJob Admit(Job job, ModelQueue queue)
    {
        TimeSpan limit = job.Timeout is { } own && own < Options.Timeout ? own : Options.Timeout;
        var entry = new ScheduledJob(job, queue, new JobTimes(_time), limit);
        _jobs.AddLast(entry.ListNode);
        Enqueue(entry);
        if (!_watchesDeadlines)
            _watchesDeadlines = _deadlines.Change(DeadlinePeriod, DeadlinePeriod);
        return entry;
    }

    private void Enqueue(ScheduledJob job)
    {
        job.Queue.Add(job);
        if (_backlog.Contains(job.Queue))
            return;
        // A queue gets no credit for the time in which it was empty.
        job.Queue.VirtualTime = Math.Max(job.Queue.VirtualTime, _virtualClock);
        _backlog.Add(job.Queue);
    }

    /// <summary>The body of one of the scheduler's threads: sleeps until it is woken, and works while there is work.</summary>
    private void Loop()
    {
        while (true)
        {
            _wake.Wait();
            if (_stopped)
                return;
            bool woken = true;
            while (TakeNext(woken) is { } work)
            {
                woken = false;
                Execute(work);
            }
        }
    }

    /// <summary>Works on the calling thread, for the job's model, until no work on the job is left to start.</summary>
    private void WorkOn(ScheduledJob job)
    {
        while (TakeFor(job) is { } work)
            Execute(work);
    }

    private WorkItem? TakeNext(bool woken)
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
                    if (queue.HasWork && !queue.IsDelayed && (least is null || queue.VirtualTime < least.VirtualTime))
                        least = queue;
                }

                if (least is null)
                    break;
                if (Take(least) is { } work)
                    return work;
            }

            _busy--;
            return null;
        }
    }

    private WorkItem? TakeFor(ScheduledJob job)
    {
        lock (_lock)
        {
            if (!_stopped && job.HasWorkToStart && Take(job.Queue) is { } work)
                return work;
            _busy--;
            WakeThreads(reserved: 0);
            return null;
        }
    }

    private WorkItem? Take(ModelQueue queue)
    {
        if (queue.Take(Options.Parallelism - _busy + _woken, resolve: _jobs.Count > 1, out TimeSpan delay) is not { } work)
        {
            queue.IsDelayed = true;
            ScheduleEndOfDelay(delay);
            return null;
        }

        // A run that is alone has all processors; each other busy thread takes one of them.
        if (work is BatchRun run)
            run.Threads = Math.Max(1, Options.Threads - _busy + 1);
        _virtualClock = Math.Max(_virtualClock, queue.VirtualTime);
        queue.VirtualTime += work.Estimate / queue.Weight;
        if (!queue.HasWork)
            _backlog.Remove(queue);
        WakeThreads(reserved: 0);
        return work;
    }

    /// <summary>Wakes as many of the scheduler's threads as there are items of work, less those that the caller takes itself.</summary>
    private void WakeThreads(int reserved)
    {
        if (_busy >= Options.Parallelism)
            return;
        int items = -reserved;
        foreach (ModelQueue queue in _backlog)
            items += queue.IsDelayed ? 0 : queue.ItemCount;
        while (_busy < Options.Parallelism && _woken < items)
        {
            _busy++;
            _woken++;
            _wake.Release();
        }
    }
}
