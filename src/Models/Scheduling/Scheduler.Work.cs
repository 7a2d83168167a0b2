using Fovea.Models.Errors;

namespace Fovea.Models.Scheduling;

/// <summary>How work is finished, and how jobs end.</summary>
public sealed partial class Scheduler
{
    /// <summary>How often deadlines are checked.</summary>
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
                    answer.Dispose();
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
        if (run is { Succeeded: true, Target.IsPrediction: true })
            run.Queue.RunCost.Add(run.Seconds, run.Rows);
        foreach (ScheduledSlice slice in run.Slices)
        {
            ScheduledJob job = slice.Entry;
            job.EndRun(run, slice);
            if (slice.Error is { } error)
                Fail(job, error);
            else if (job.State == JobState.Answering)
                Enqueue(job);
            CompleteIfEnded(job);
        }

        // Only runs that had the threads of a fully busy scheduler are compared: an idle processor makes a run faster, whatever its size.
        if (run is { Succeeded: true, Target.IsPrediction: true } && run.Threads == Math.Max(1, Options.Threads - Options.Parallelism + 1))
            run.Queue.Learn(run, _time.GetElapsedTime(run.Started));
    }

    private void Finish(AnswerWork answer)
    {
        answer.Queue.AnswerCost.Add(answer.Seconds, 1);
        answer.Job.EndAnswer();
        if (answer.Error is { } error)
            Fail(answer.Job, error);
        if (!answer.Job.HasWorkInProgress && answer.Job.State != JobState.Ended)
            Complete(answer.Job);
    }

    /// <summary>
    /// Starts no more work on the job; its task ends when the work in progress has ended. Does nothing where the job has failed already.
    /// </summary>
    private void Fail(ScheduledJob job, Exception error)
    {
        if (!job.CanFail)
            return;
        job.Queue.Remove(job);
        job.Fail(error);
        if (!job.Queue.HasWork)
            _backlog.Remove(job.Queue);
        foreach (BatchRun run in job.Runs)
            run.AbandonOne();
        CompleteIfEnded(job);
    }

    private void CompleteIfEnded(ScheduledJob job)
    {
        if (job.State == JobState.Failing && !job.HasWorkInProgress)
            Complete(job);
    }

    private void Complete(ScheduledJob job)
    {
        _jobs.Remove(job.ListNode);
        // Not Dispose, which would wait for a running callback; that callback waits for the lock.
        job.Registration.Unregister();
        job.Complete();
    }

    private void Watch(ScheduledJob job)
    {
        CancellationTokenRegistration registration = job.Job.Cancellation.UnsafeRegister(
            static state =>
            {
                (Scheduler scheduler, ScheduledJob cancelled) = ((Scheduler, ScheduledJob))state!;
                lock (scheduler._lock)
                    scheduler.Fail(cancelled, new OperationCanceledException(cancelled.Job.Cancellation));
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
                if (node.Value.IsPastDeadline)
                    Fail(node.Value, DeadlineError(node.Value));
            }
        }
    }

    private ServingException DeadlineError(ScheduledJob job) => job.Times.Has(JobEvent.RunBegan)
        ? Rejection(
            ServingError.DeadlineExceeded,
            $"The request ran, but was not answered within its limit of {job.TimeLimit.TotalSeconds:0.###} s.", job.Queue)
        : Rejection(
            ServingError.QueueTimeout, $"The request waited for {job.TimeLimit.TotalSeconds:0.###} s, its limit, and was not run.",
            job.Queue);

    private ServingException OverloadError(ModelQueue queue) => Rejection(
        ServingError.Overloaded,
        $"All {Options.Parallelism} threads that decode images and run networks are busy, and {queue.WaitingJobs} requests of the model " +
        $"'{queue.Owner.Name}' wait; " +
        $"at most {Options.MaxQueue} may wait.",
        queue);

    /// <summary>
    /// An error that suggests when to try again: when the model's backlog is done, with the model's share of the threads.
    /// </summary>
    private ServingException Rejection(ServingError error, string message, ModelQueue queue)
    {
        double weights = _backlog.Where(other => other != queue).Sum(other => other.Weight) + queue.Weight;
        double seconds = queue.Backlog / Options.Parallelism * weights / queue.Weight;
        var retry = TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(seconds), 1, LongestRetry.TotalSeconds));
        return new ServingException(error, $"{message} Try again in {retry.TotalSeconds:0} s.") { RetryAfter = retry };
    }

    /// <summary>Sets the timer to the end of the earliest delay; the delayed queues are then looked at again.</summary>
    private void ScheduleEndOfDelay(TimeSpan delay)
    {
        long end = _time.GetTimestamp() + (long)(delay.TotalSeconds * _time.TimestampFrequency);
        if (_stopped || end >= _delayEnd)
            return;
        _delayEnd = end;
        _delays.Change(delay + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }

    private void EndDelays()
    {
        lock (_lock)
        {
            if (_stopped)
                return;
            _delayEnd = null;
            foreach (ModelQueue queue in _backlog)
                queue.IsDelayed = false;
            WakeThreads(reserved: 0);
        }
    }
}
