namespace Fovea.Models.Scheduling;

/// <summary>How far a job has come. It passes the states in this order; an error takes it from any of the first three to <see cref="Failing"/>.</summary>
internal enum JobState
{
    /// <summary>Some of its preparations have not ended.</summary>
    Preparing,

    /// <summary>It is prepared, and some of its rows have not run.</summary>
    Running,

    /// <summary>Its rows have run, and its answer is not made yet.</summary>
    Answering,

    /// <summary>Something went wrong: no more work on it begins, and it ends with the work that is going on.</summary>
    Failing,

    /// <summary>Its task has ended.</summary>
    Ended,
}
