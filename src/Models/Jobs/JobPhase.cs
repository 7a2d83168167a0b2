namespace Fovea.Models.Jobs;

/// <summary>What has become of a long job.</summary>
public enum JobPhase
{
    /// <summary>It waits for its turn.</summary>
    Waiting,

    /// <summary>Its steps are done, one after the other.</summary>
    Running,

    /// <summary>It does nothing until it is resumed.</summary>
    Paused,

    /// <summary>All its steps are done.</summary>
    Done,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>A step failed.</summary>
    Failed,
}

/// <summary>Facts about each <see cref="JobPhase"/>.</summary>
public static class JobPhases
{
    /// <summary>Whether nothing more happens.</summary>
    public static bool IsEnd(this JobPhase phase) => phase is JobPhase.Done or JobPhase.Cancelled or JobPhase.Failed;
}
