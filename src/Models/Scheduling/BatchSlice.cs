namespace Fovea.Models.Scheduling;

/// <summary>One job's share of a batch.</summary>
internal sealed class BatchSlice(ScheduledJob entry, int first, int rows)
{
    /// <summary>The job, as the scheduler has it.</summary>
    public ScheduledJob Entry { get; } = entry;

    /// <summary>The job.</summary>
    public Job Job => Entry.Job;

    /// <summary>The first of its rows in the batch.</summary>
    public int First { get; } = first;

    /// <summary>How many of its rows are in the batch.</summary>
    public int Rows { get; } = rows;

    /// <summary>Whether it is all of a job.</summary>
    public bool IsWhole => Rows == Job.Rows;

    /// <summary>What went wrong with it; null where nothing did.</summary>
    public Exception? Error { get; set; }
}
