namespace Fovea.Models.Scheduling;

/// <summary>Rows of one job that run together.</summary>
internal class BatchSlice(Job job, int first, int rows)
{
    /// <summary>The job.</summary>
    public Job Job { get; } = job;

    /// <summary>The index in the job of the first of these rows.</summary>
    public int First { get; } = first;

    /// <summary>The number of rows.</summary>
    public int Rows { get; } = rows;

    /// <summary>Whether these are all rows of the job.</summary>
    public bool IsWhole => Rows == Job.Rows;
}
