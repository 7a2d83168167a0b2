namespace Fovea.Models.Scheduling;

/// <summary>The rows of one job in a batch.</summary>
internal sealed class BatchSlice(ScheduledJob entry, int first, int rows)
{
    /// <summary>The job with its state.</summary>
    public ScheduledJob Entry { get; } = entry;

    /// <summary>The job.</summary>
    public Job Job => Entry.Job;

    /// <summary>The index in the job of the first of these rows.</summary>
    public int First { get; } = first;

    /// <summary>The number of rows.</summary>
    public int Rows { get; } = rows;

    /// <summary>Whether these are all rows of the job.</summary>
    public bool IsWhole => Rows == Job.Rows;

    /// <summary>The error of the run; null where there was none.</summary>
    public Exception? Error { get; set; }
}
