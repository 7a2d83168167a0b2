using Fovea.Models.Errors;

namespace Fovea.Models.Scheduling;

/// <summary>What becomes of work that has ended, and how jobs end.</summary>
public sealed partial class Scheduler
{
    /// <summary>How often deadlines are looked at.</summary>
    private static readonly TimeSpan DeadlinePeriod = TimeSpan.FromMilliseconds(20);

    private void Execute(WorkItem work)
    {
        work.Execute(_time);
        lock (_lock)
        {
            switch (work)
            {
                case PreparationWork preparation:
                    Finish(preparation);
                    break;
                case AnswerWork answer:
                    Finish(answer);
                    break;
                case BatchRun run:
                    Finish(run);
                    run.Dispose();
                    break;
            }

            work.Queue.VirtualTime += (work.Seconds - work.Estimate) / work.Queue.Weight;
            WakeThreads(reserved: 1);
        }
    }

    private void Finish(PreparationWork preparation)
    {
        ScheduledJob job = preparation.Job;
        preparation.Queue.PreparationCost.Add(preparation.Seconds, 1);
        job.EndPreparation(succeeded: preparation.Error is null);
        if (preparation.Error is { } error)
            Fail(job, error);
        else if (job.State == JobState.Running)
            Enqueue(job);
        CompleteIfEnded(job);
    }

    private void Finish(BatchRun run)
    {
        if (run.Succeeded)
            run.Queue.RunCost.Add(run.Seconds, run.Rows);
        foreach (BatchSlice slice in run.Slices)
        {
            ScheduledJob job = slice.Entry;
            job.EndRun(run, slice);
            if (slice.Error is { } error)
                Fail(job, error);
            else if (job.State == JobState.Answering)
                Enqueue(job);
            CompleteIfEnded(job);
        }

        // As many threads as a run has while every other one is busy.
        if (run.Succeeded && run.Threads == Math.Max(1, Options.Threads - Options.Parallelism + 1))
            run.Queue.Learn(run, _time.GetElapsedTime(run.Begun));
    }

    private void Finish(AnswerWork answer)
    {
        answer.Queue.AnswerCost.Add(answer.Seconds, 1);
        answer.Job.EndAnswer();
        if (answer.Error is { } error)
            Fail(answer.Job, error);
        if (!answer.Job.IsWorkedOn && answer.Job.State != JobState.Ended)
            Complete(answer.Job);
    }

    /// <summary>Nothing more of the job begins; it ends when what is going on has ended.</summary>
    private void Fail(ScheduledJob job, Exception error)
    {
        if (!job.IsAlive)
            return;
        job.Queue.Remove(job);
        job.Fail(error);
        if (!job.Queue.HasWork)
            _backlog.Remove(job.Queue);
        foreach (BatchRun run in job.Runs)
            run.Leave();
        CompleteIfEnded(job);
    }

    private void CompleteIfEnded(ScheduledJob job)
    {
        if (job.State == JobState.Failing && !job.IsWorkedOn)
            Complete(job);
    }

    private void Complete(ScheduledJob job)
    {
        _jobs.Remove(job.Listed);
        // Not Dispose: it would wait for a callback that waits for the lock.
        job.Registration.Unregister();
        job.Complete();
    }

    private void Watch(ScheduledJob job)
    {
        CancellationTokenRegistration registration = job.Job.Cancellation.UnsafeRegister(
            static state =>
            {
                (Scheduler scheduler, ScheduledJob left) = ((Scheduler, ScheduledJob))state!;
                lock (scheduler._lock)
                    scheduler.Fail(left, new OperationCanceledException(left.Job.Cancellation));
            },
            (this, job));
        lock (_lock)
        {
            if (job.State == JobState.Ended)
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
                _deadlines.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _watchesDeadlines = false;
                return;
            }

            for (LinkedListNode<ScheduledJob>? node = _jobs.First, next; node is not null; node = next)
            {
                next = node.Next;
                if (node.Value.IsLate)
                    Fail(node.Value, TooLate(node.Value));
            }
        }
    }

    private ServingException TooLate(ScheduledJob job) => job.Times.Has(JobEvent.RunBegan)
        ? Rejected(ServingError.DeadlineExceeded, $"The request ran, but had no answer after {job.Granted.TotalSeconds:0.###} s, the most that it may take.", job.Queue)
        : Rejected(ServingError.QueueTimeout, $"The request waited for {job.Granted.TotalSeconds:0.###} s, the most that it may take, and did not come to run.", job.Queue);

    private ServingException TurnedAway(ModelQueue queue) => Rejected(
        ServingError.Overloaded,
        $"All {Options.Parallelism} threads that decode images and run networks are busy, and {queue.WaitingJobs} requests of the model '{queue.Owner.Name}' wait; " +
        $"at most {Options.MaxQueue} may.",
        queue);

    /// <summary>Worth trying again when what waits now is done: the model's backlog, done with its share of the threads.</summary>
    private ServingException Rejected(ServingError error, string message, ModelQueue queue)
    {
        double weights = _backlog.Where(other => other != queue).Sum(other => other.Weight) + queue.Weight;
        double seconds = queue.Backlog / Options.Parallelism * weights / queue.Weight;
        var retry = TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(seconds), 1, LongestRetry.TotalSeconds));
        return new ServingException(error, $"{message} Try again in {retry.TotalSeconds:0} s.") { RetryAfter = retry };
    }

    /// <summary>Looks at the queues whose batches wait again when the first of them has waited long enough.</summary>
    private void ScheduleEndOfDelay(TimeSpan delay)
    {
        long ends = _time.GetTimestamp() + (long)(delay.TotalSeconds * _time.TimestampFrequency);
        if (_stopped || ends >= _delayEnds)
            return;
        _delayEnds = ends;
        _delays.Change(delay + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }

    private void EndDelays()
    {
        lock (_lock)
        {
            if (_stopped)
                return;
            _delayEnds = null;
            foreach (ModelQueue queue in _backlog)
                queue.IsDelayed = false;
            WakeThreads(reserved: 0);
        }
    }
}
