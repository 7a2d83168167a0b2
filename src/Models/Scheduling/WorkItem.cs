namespace Fovea.Models.Scheduling;

/// <summary>Work that one thread does without interruption: a preparation or an answer of one job, or the run of a batch.</summary>
internal abstract class WorkItem(ModelQueue queue)
{
    /// <summary>The queue that it was taken from.</summary>
    public ModelQueue Queue { get; } = queue;

    /// <summary>
    /// The seconds of one processor that it is expected to take. Its queue is charged with them until the actual ones are known.
    /// </summary>
    public double Estimate { get; set; }

    /// <summary>The seconds of one processor that it took; 0 until it is done.</summary>
    public double Seconds { get; protected set; }

    /// <summary>Does the work, outside of the scheduler's lock. Never throws: errors are kept, and fail the jobs.</summary>
    public abstract void Execute(TimeProvider time);
}
