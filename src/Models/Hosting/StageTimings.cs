using System.Diagnostics;

namespace Fovea.Models.Hosting;

/// <summary>How long one request spent in each stage. Not thread-safe: a request passes its stages one after another.</summary>
public sealed class StageTimings
{
    /// <summary>The stopwatch when the request came.</summary>
    internal long Started { get; } = Stopwatch.GetTimestamp();

    /// <summary>Since the request came.</summary>
    internal TimeSpan Total => Stopwatch.GetElapsedTime(Started);

    /// <summary>From bytes to pixels.</summary>
    public TimeSpan Decode { get; set; }

    /// <summary>From pixels to the input tensor.</summary>
    public TimeSpan Preprocess { get; set; }

    /// <summary>Waiting for a place to decode or to run, and for the company of a batch.</summary>
    public TimeSpan Queue { get; set; }

    /// <summary>Running the network.</summary>
    public TimeSpan Compute { get; set; }

    internal static long Start() => Stopwatch.GetTimestamp();

    internal static TimeSpan Since(long start) => Stopwatch.GetElapsedTime(start);
}
