using System.Threading.Channels;
using Fovea.Models.Errors;

namespace Fovea.Models.Jobs;

/// <summary>
/// Does long work, one job at a time, step by step. Jobs wait in a bounded queue; what they have made is kept for a bounded time and in
/// bounded memory. Thread-safe.
/// </summary>
public sealed class LongJobs : IDisposable
{
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LongJob> _jobs = new(StringComparer.Ordinal);
    private readonly LinkedList<LongJob> _queue = new();
    private readonly LinkedList<LongJob> _ended = new();
    private readonly Dictionary<(JobKind Kind, JobPhase Phase), long> _endings = [];
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stopping = new();
    private readonly LongJobOptions _options;
    private readonly TimeProvider _time;
    private readonly ITimer _sweeper;
    private readonly Task _runner;
    private LongJob? _running;

    /// <summary>Begins to work on what is added.</summary>
    public LongJobs(LongJobOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        (_options, _time) = (options, time);
        TimeSpan period = TimeSpan.FromSeconds(Math.Clamp(options.Ttl.TotalSeconds / 4, 0.1, 60));
        _sweeper = time.CreateTimer(_ => Sweep(), null, period, period);
        _runner = Task.Run(RunAsync);
    }

    /// <summary>Raised when a job has failed, on the thread that did it. Must not throw.</summary>
    public event Action<LongJob>? Failed;

    /// <summary>How many jobs wait or are paused.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return CountWaiting();
        }
    }

    /// <summary>How many jobs of each kind are in each phase that is no end.</summary>
    public IEnumerable<(JobKind Kind, JobPhase Phase, int Count)> Unfinished
    {
        get
        {
            (JobKind, JobPhase)[] there;
            lock (_lock)
                there = [.. _queue.Append(_running).OfType<LongJob>().Distinct().Select(job => (job.Work.Kind, job.Phase))];
            return Each(isEnd: false).Select(of => (of.Kind, of.Phase, there.Count(job => job == of)));
        }
    }

    /// <summary>How many jobs of each kind have ended so far, and how.</summary>
    public IEnumerable<(JobKind Kind, JobPhase Phase, long Count)> Ended
    {
        get
        {
            lock (_lock)
                return [.. Each(isEnd: true).Select(of => (of.Kind, of.Phase, _endings.GetValueOrDefault(of)))];
        }
    }

    /// <summary>Refuses a job where no more may wait, before the work for it is made.</summary>
    /// <exception cref="ServingException">The queue is full; with the time after which to try again.</exception>
    public void RequireRoom()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
            if (_running is null && CountWaiting() == 0)
                return;
            if (CountWaiting() >= _options.MaxQueue)
                throw Full();
        }
    }

    /// <summary>Adds work, which is disposed when it has ended, or if it is refused.</summary>
    /// <exception cref="ServingException">The queue is full; with the time after which to try again.</exception>
    public LongJob Add(LongWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var job = new LongJob(work, _time.GetUtcNow());
        try
        {
            lock (_lock)
            {
                RequireRoom();
                _jobs.Add(job.Id, job);
                _queue.AddLast(job);
            }
        }
        catch
        {
            work.Dispose();
            throw;
        }

        _wake.Writer.TryWrite(true);
        return job;
    }

    /// <summary>Finds a job.</summary>
    /// <typeparam name="TWork">The kind of its work.</typeparam>
    /// <exception cref="ServingException">There is none of this kind with this id, or it is no longer kept.</exception>
    public LongJob Find<TWork>(string id)
        where TWork : LongWork
    {
        ArgumentNullException.ThrowIfNull(id);
        Sweep();
        lock (_lock)
        {
            return _jobs.TryGetValue(id, out LongJob? job) && job.Work is TWork ? job : throw new ServingException(
                ServingError.JobNotFound,
                $"No job with this id is kept: a job is kept for {_options.Ttl.TotalMinutes:0.##} minutes after its end, or until " +
                $"{_options.MaxKept} later ones have ended, by the process that did it. Begin a new one; behind a balancer use session " +
                "affinity.");
        }
    }

    /// <summary>Cancels a job that has not ended, and forgets one that has.</summary>
    public void Remove(LongJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (Cancel(job))
            return;
        // What was cancelled may still do its step: it ends with it, and nobody finds it meanwhile.
        lock (_lock)
        {
            if (_ended.Contains(job))
                Forget(job);
            else
                _jobs.Remove(job.Id);
        }
    }

    /// <summary>Pauses a job, after the step that is being done.</summary>
    /// <exception cref="ServingException">It has ended.</exception>
    public void Pause(LongJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (!job.TryMove(JobPhase.Paused, _time.GetUtcNow(), JobPhase.Waiting, JobPhase.Running) && job.Phase.IsEnd())
            throw HasEnded(job, "paused");
    }

    /// <summary>Lets a paused job go on, before those that wait.</summary>
    /// <exception cref="ServingException">It has ended.</exception>
    public void Resume(LongJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        lock (_lock)
        {
            if (job.TryMove(JobPhase.Waiting, _time.GetUtcNow(), JobPhase.Paused))
            {
                _queue.Remove(job);
                _queue.AddFirst(job);
            }
            else if (job.Phase.IsEnd())
            {
                throw HasEnded(job, "resumed");
            }
        }

        _wake.Writer.TryWrite(true);
    }

    /// <summary>Cancels all jobs, and waits for the step that is being done.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_stopping.IsCancellationRequested)
                return;
            _stopping.Cancel();
        }

        _sweeper.Dispose();
        LongJob[] jobs;
        lock (_lock)
            jobs = [.. _jobs.Values];
        foreach (LongJob job in jobs)
            Cancel(job);
        _runner.Wait();
        _stopping.Dispose();
    }

    private bool Cancel(LongJob job)
    {
        // Not under the lock: who waits for the cancellation is called.
        if (!job.TryMove(JobPhase.Cancelled, _time.GetUtcNow(), JobPhase.Waiting, JobPhase.Running, JobPhase.Paused))
            return false;
        bool runs;
        lock (_lock)
            runs = _running == job;

        // The job that runs ends with its step.
        if (!runs)
            End(job);
        return true;
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                while (Next() is { } job)
                    await WorkOnAsync(job).ConfigureAwait(false);
                await _wake.Reader.ReadAsync(_stopping.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private LongJob? Next()
    {
        lock (_lock)
        {
            foreach (LongJob job in _queue)
            {
                if (!job.TryMove(JobPhase.Running, _time.GetUtcNow(), JobPhase.Waiting))
                    continue;
                _queue.Remove(job);
                return _running = job;
            }

            return null;
        }
    }

    private async Task WorkOnAsync(LongJob job)
    {
        try
        {
            while (job.Phase == JobPhase.Running && job.StepsDone < job.Work.Steps)
            {
                long started = _time.GetTimestamp();
                await job.Work.StepAsync(job.Cancellation).ConfigureAwait(false);
                job.Stepped(_time.GetElapsedTime(started));
            }

            if (job.StepsDone >= job.Work.Steps)
                job.TryMove(JobPhase.Done, _time.GetUtcNow(), JobPhase.Running, JobPhase.Paused, JobPhase.Waiting);
        }
        catch (OperationCanceledException) when (job.Cancellation.IsCancellationRequested)
        {
            // Its phase says so.
        }
        catch (Exception error)
        {
            if (job.Fail(error, _time.GetUtcNow()))
                Failed?.Invoke(job);
        }

        bool ended;
        lock (_lock)
        {
            _running = null;
            ended = job.Phase.IsEnd();
            // It may have been resumed already.
            if (!ended && !_queue.Contains(job))
                _queue.AddFirst(job);
        }

        if (ended)
            End(job);
    }

    private void End(LongJob job)
    {
        lock (_lock)
        {
            _queue.Remove(job);
            // Who cancels a job and the loop that works on it may both find that it has ended.
            if (job.HasEnded)
                return;
            job.HasEnded = true;
            (JobKind, JobPhase) ending = (job.Work.Kind, job.Phase);
            _endings[ending] = _endings.GetValueOrDefault(ending) + 1;
            if (_jobs.ContainsKey(job.Id))
                _ended.AddLast(job);
        }

        job.Work.Conclude();
        job.Work.Dispose();
        Sweep();
    }

    private void Sweep()
    {
        DateTimeOffset oldest = _time.GetUtcNow() - _options.Ttl;
        LongJob[] forgotten;
        lock (_lock)
        {
            while (_ended.First is { } first && (first.Value.Since <= oldest || _ended.Count > _options.MaxKept
                || (_ended.Count > 1 && _ended.Sum(job => job.Work.ResultBytes) > _options.MaxKeptBytes)))
                Forget(first.Value);
            forgotten = [.. _queue.Where(job => job.Phase == JobPhase.Paused && job.Since <= oldest)];
        }

        foreach (LongJob job in forgotten)
            Cancel(job);
    }

    private void Forget(LongJob job)
    {
        _ended.Remove(job);
        _jobs.Remove(job.Id);
        job.Dispose();
    }

    private int CountWaiting() => _queue.Count;

    private ServingException Full()
    {
        double seconds = _running?.Remaining?.TotalSeconds ?? 1;
        var retry = TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(seconds), 1, LongestRetry.TotalSeconds));
        return new ServingException(
            ServingError.Overloaded,
            $"{CountWaiting()} long jobs wait or are paused beside the one that runs; at most {_options.MaxQueue} may. " +
            $"Try again in {retry.TotalSeconds:0} s.")
        { RetryAfter = retry };
    }

    private static IEnumerable<(JobKind Kind, JobPhase Phase)> Each(bool isEnd) =>
        from kind in Enum.GetValues<JobKind>()
        from phase in Enum.GetValues<JobPhase>()
        where phase.IsEnd() == isEnd
        select (kind, phase);

    private static ServingException HasEnded(LongJob job, string what) => new(
        ServingError.JobState,
        $"The job has ended ({job.Phase.ToString().ToLowerInvariant()}), so that it cannot be {what}. Begin a new one.");
}
