namespace Fovea.Models.Scheduling;

/// <summary>Work that one thread does without interruption: a preparation or an answer of one job, or the run of a batch.</summary>
internal abstract class WorkItem(ModelQueue queue)
{
    /// <summary>The queue that it was taken from.</summary>
    public ModelQueue Queue { get; } = queue;

    /// <summary>Seconds of one processor that it is expected to take, which its queue is charged with until they are known.</summary>
    public double Estimate { get; set; }

    /// <summary>Seconds of one processor that it took; 0 before that.</summary>
    public double Seconds { get; protected set; }

    /// <summary>Does the work, outside of the scheduler's lock. Never throws: errors are kept for the jobs.</summary>
    public abstract void Execute(TimeProvider time);
}
