namespace Fovea.Models.Scheduling;

/// <summary>
/// The state of a job. A job that succeeds passes all but <see cref="Failing"/>, in this order; an error takes it from any of the first
/// three there.
/// </summary>
internal enum JobState
{
    /// <summary>Some of its preparations have not ended.</summary>
    Preparing,

    /// <summary>It is prepared, and some of its rows have not run.</summary>
    Running,

    /// <summary>All rows have run; its answer waits or is being made.</summary>
    Answering,

    /// <summary>It has failed or was cancelled: no more work on it starts, and its task ends when the work in progress has ended.</summary>
    Failing,

    /// <summary>Its task has ended.</summary>
    Ended,
}
