namespace Fovea.Models.Scheduling;

/// <summary>
/// How long one request spent in each stage, all its images together. Not thread-safe: a stage whose work is shared among threads locks the
/// object.
/// </summary>
/// <param name="time">The clock; the system's when null.</param>
public sealed class StageTimings(TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly long _started = (time ?? TimeProvider.System).GetTimestamp();

    /// <summary>The time since the request arrived.</summary>
    public TimeSpan Total => _time.GetElapsedTime(_started);

    /// <summary>From bytes to pixels.</summary>
    public TimeSpan Decode { get; set; }

    /// <summary>From pixels to the input tensor.</summary>
    public TimeSpan Preprocess { get; set; }

    /// <summary>Waiting for a thread that decodes or runs, and for other requests of a batch.</summary>
    public TimeSpan Queue { get; set; }

    /// <summary>Running the network.</summary>
    public TimeSpan Compute { get; set; }

    /// <summary>From the network's outputs to the answer.</summary>
    public TimeSpan Answer { get; set; }
}
