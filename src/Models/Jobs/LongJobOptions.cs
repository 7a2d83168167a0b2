namespace Fovea.Models.Jobs;

/// <summary>The bounds of long jobs.</summary>
public sealed class LongJobOptions
{
    /// <summary>How many jobs may wait or be paused beside the one that runs.</summary>
    public int MaxQueue { get; init; } = 4;

    /// <summary>How long a job is kept after it has ended, and how long one may be paused.</summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The most bytes of results that are kept; the oldest go first, the newest stays.</summary>
    public long MaxKeptBytes { get; init; } = 64L << 20;

    /// <summary>The most ended jobs that are kept.</summary>
    public int MaxKept { get; init; } = 64;
}
