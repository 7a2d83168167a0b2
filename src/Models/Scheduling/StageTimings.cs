namespace Fovea.Models.Scheduling;

/// <summary>How long one request spent in each stage. Not thread-safe: a request passes its stages one after another.</summary>
/// <param name="time">The clock; the system's when null.</param>
public sealed class StageTimings(TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly long _started = (time ?? TimeProvider.System).GetTimestamp();

    /// <summary>Since the request came.</summary>
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
