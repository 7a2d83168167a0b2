namespace Fovea.Models.Scheduling;

/// <summary>Work on a single job: a preparation or the answer.</summary>
internal abstract class JobWork(ModelQueue queue, ScheduledJob job) : WorkItem(queue)
{
    /// <summary>The job.</summary>
    public ScheduledJob Job { get; } = job;

    /// <summary>The error; null where there was none.</summary>
    public Exception? Error { get; private set; }

    public override void Execute(TimeProvider time)
    {
        long start = time.GetTimestamp();
        try
        {
            Do(Job.Job);
        }
        catch (Exception error)
        {
            Error = error;
        }

        Seconds = time.GetElapsedTime(start).TotalSeconds;
    }

    protected abstract void Do(Job job);
}

/// <summary>One preparation of a job.</summary>
internal sealed class PreparationWork(ModelQueue queue, ScheduledJob job, int index, bool resolve) : JobWork(queue, job)
{
    protected override void Do(Job job)
    {
        job.Prepare(index);
        // Whether runs may be shared matters only where there are other rows to share them with.
        if (resolve || job.Rows > 1)
            job.Target?.Resolve();
    }
}

/// <summary>Makes a job's answer from its outputs.</summary>
internal sealed class AnswerWork(ModelQueue queue, ScheduledJob job) : JobWork(queue, job), IDisposable
{
    private readonly CancellationTokenSource _abandoned = new();

    /// <summary>The job has failed: its answer is not wanted any more. Guarded by the scheduler's lock.</summary>
    public void Abandon() => _abandoned.Cancel();

    public void Dispose() => _abandoned.Dispose();

    protected override void Do(Job job)
    {
        job.Abandoned = _abandoned.Token;
        job.Answer();
    }
}
