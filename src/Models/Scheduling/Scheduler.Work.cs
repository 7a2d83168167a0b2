using System.Diagnostics;
using Fovea.Inference;
using Fovea.Models.Hosting;

namespace Fovea.Models.Scheduling;

/// <summary>What happens to pieces of work, and how jobs end.</summary>
public sealed partial class Scheduler
{
    /// <summary>How often deadlines are looked at, in milliseconds.</summary>
    private const int Tick = 20;

    private void Execute(Piece piece)
    {
        if (piece.Run is { } run)
        {
            using (run)
            {
                run.Execute();
                if (run.Slices.Any(slice => slice.Error is null))
                    Executed?.Invoke(piece.Queue.Model, run.Rows, run.Elapsed);
                Finish(piece, run);
            }
        }
        else
        {
            Prepare(piece, piece.Job!);
        }
    }

    private void Prepare(Piece piece, Job job)
    {
        long start = Stopwatch.GetTimestamp();
        Exception? error = null;
        try
        {
            job.Prepare(piece.Index);
            // Whether rows may be mixed matters as soon as there is something to mix.
            if (Volatile.Read(ref _jobCount) > 1 || job.Rows > 1)
                job.Key?.Resolve();
        }
        catch (Exception e)
        {
            error = e;
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        lock (_lock)
        {
            piece.Queue.PreparationCost.Add(seconds, 1);
            Charge(piece, seconds);
            job.InFlight--;
            job.PreparationsDone++;
            if (error is not null)
                End(job, error);
            else if (job is { Error: null, IsPrepared: true, Key: not null })
                MoveToReady(job);
            Settle(job);
            WakeThreads(reserved: 1);
        }
    }

    private void MoveToReady(Job job)
    {
        job.Times.Prepared = Stopwatch.GetTimestamp();
        job.Queue!.AddReady(job);
        job.Queue.Delayed = false;
        Activate(job.Queue);
    }

    private void Finish(Piece piece, BatchRun run)
    {
        lock (_lock)
        {
            if (run.Slices[0].Error is null)
                piece.Queue.RunCost.Add(run.Elapsed.TotalSeconds * run.Threads, run.Rows);
            Charge(piece, run.Elapsed.TotalSeconds * run.Threads);
            long now = Stopwatch.GetTimestamp();
            foreach (BatchRun.Slice slice in run.Slices)
            {
                Job job = slice.Job;
                job.InFlight--;
                job.Runs.Remove(run);
                job.RowsDone += slice.Rows;
                job.Times.RunEnded = now;
                if (slice.Error is { } error)
                    End(job, error);
                Settle(job);
            }

            // The threads that a run has while every place is in use.
            if (run.Slices[0].Error is null && run.Threads == Math.Max(1, Options.Threads - Options.Parallelism + 1))
                piece.Queue.Learn(run, Stopwatch.GetElapsedTime(run.Begun));
            WakeThreads(reserved: 1);
        }
    }

    private static void Charge(Piece piece, double seconds) => piece.Queue.Virtual += (seconds - piece.Estimate) / piece.Queue.Weight;

    /// <summary>Nothing more of the job is begun; it ends when what is going on has ended.</summary>
    private void End(Job job, Exception error)
    {
        if (job.IsComplete || job.Error is not null)
            return;
        job.Fail(error);
        job.Queue!.Remove(job);
        if (!job.Queue.HasWork)
            _backlog.Remove(job.Queue);
        foreach (BatchRun run in job.Runs)
            run.Leave();
        if (job.InFlight == 0)
            Complete(job);
    }

    /// <summary>After a piece of work: the job ends, or waits for the next one.</summary>
    private void Settle(Job job)
    {
        if (job.InFlight > 0 || job.IsComplete)
            return;
        if (job.Error is not null || job.IsDone)
            Complete(job);
        else
            job.Wait(true);
    }

    private void Complete(Job job)
    {
        job.Wait(false);
        _jobs.Remove(job.Node!);
        Volatile.Write(ref _jobCount, _jobs.Count);
        // Not Dispose: it would wait for a callback that waits for the lock.
        job.Registration.Unregister();
        job.Times.AddTo(job.Timings, Stopwatch.GetTimestamp());
        job.Complete();
    }

    private void Watch(Job job)
    {
        CancellationTokenRegistration registration = job.Cancellation.UnsafeRegister(
            static state =>
            {
                (Scheduler scheduler, Job left) = ((Scheduler, Job))state!;
                lock (scheduler._lock)
                    scheduler.End(left, new OperationCanceledException(left.Cancellation));
            },
            (this, job));
        lock (_lock)
        {
            if (job.IsComplete)
                registration.Unregister();
            else
                job.Registration = registration;
        }
    }

    private void CheckDeadlines()
    {
        lock (_lock)
        {
            if (_stopped)
                return;
            if (_jobs.Count == 0)
            {
                _clock.Change(Timeout.Infinite, Timeout.Infinite);
                _ticking = false;
                return;
            }

            for (LinkedListNode<Job>? node = _jobs.First, next; node is not null; node = next)
            {
                next = node.Next;
                Job job = node.Value;
                TimeSpan granted = job.Timeout is { } own && own < Options.Timeout ? own : Options.Timeout;
                if (job.Error is null && Stopwatch.GetElapsedTime(job.Times.Submitted) >= granted)
                    End(job, TooLate(job, granted));
            }
        }
    }

    private ServingException TooLate(Job job, TimeSpan granted) => job.Times.RunBegun == 0
        ? Rejected(ServingError.QueueTimeout, $"The request waited for {granted.TotalSeconds:0.###} s, the most that it may take, and did not come to run.", job.Queue!)
        : Rejected(ServingError.DeadlineExceeded, $"The request ran, but had no answer after {granted.TotalSeconds:0.###} s, the most that it may take.", job.Queue!);

    private ServingException TurnedAway(ModelQueue queue) => Rejected(
        ServingError.Overloaded,
        $"All {Options.Parallelism} places to decode images and run networks are taken, and {queue.Waiting} requests of the model '{queue.Model.Name}' wait; at most {Options.MaxQueue} may.",
        queue);

    /// <summary>Worth trying again when what waits now is done: the model's backlog, done with its share of the places.</summary>
    private ServingException Rejected(ServingError error, string message, ModelQueue queue)
    {
        double weights = _backlog.Where(other => other != queue).Sum(other => other.Weight) + queue.Weight;
        double seconds = queue.Backlog / Options.Parallelism * weights / queue.Weight;
        var retry = TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(seconds), 1, LongestRetry.TotalSeconds));
        return new ServingException(error, $"{message} Try again in {retry.TotalSeconds:0} s.") { RetryAfter = retry };
    }

    /// <summary>Looks at the queues that wait for company again when the first of them has waited long enough.</summary>
    private void ScheduleDelayed(long ticks)
    {
        long ends = Stopwatch.GetTimestamp() + ticks;
        if (_stopped || ends >= _delayEnds)
            return;
        _delayEnds = ends;
        _delay.Change(TimeSpan.FromSeconds((double)ticks / Stopwatch.Frequency) + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }

    private void Delayed()
    {
        lock (_lock)
        {
            if (_stopped)
                return;
            _delayEnds = long.MaxValue;
            foreach (ModelQueue queue in _backlog)
                queue.Delayed = false;
            WakeThreads(reserved: 0);
        }
    }
}
