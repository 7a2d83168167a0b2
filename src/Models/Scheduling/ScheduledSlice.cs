namespace Fovea.Models.Scheduling;

/// <summary>The rows of one job in a batch of the scheduler.</summary>
internal sealed class ScheduledSlice(ScheduledJob entry, int first, int rows) : BatchSlice(entry.Job, first, rows)
{
    /// <summary>The job with its state.</summary>
    public ScheduledJob Entry { get; } = entry;

    /// <summary>The error of the run; null where there was none.</summary>
    public Exception? Error { get; set; }
}
