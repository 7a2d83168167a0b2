namespace Fovea.Models.Scheduling;

/// <summary>Work on one job alone.</summary>
internal abstract class JobWork(ModelQueue queue, ScheduledJob job) : WorkItem(queue)
{
    /// <summary>The job.</summary>
    public ScheduledJob Job { get; } = job;

    /// <summary>What went wrong; null where nothing did.</summary>
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
        // Whether rows may be mixed matters as soon as there is something to mix.
        if (resolve || job.Rows > 1)
            job.Target?.Resolve();
    }
}

/// <summary>Makes a job's answer of what has run.</summary>
internal sealed class AnswerWork(ModelQueue queue, ScheduledJob job) : JobWork(queue, job)
{
    protected override void Do(Job job) => job.Answer();
}
