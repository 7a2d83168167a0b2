using System.Diagnostics;

namespace Fovea.Imaging.Rasters;

/// <summary>When decoding must be over. Readers look at it once a row.</summary>
/// <param name="time">How long decoding may take from now on.</param>
internal readonly struct DecodingDeadline(TimeSpan time)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly TimeSpan _time = time;

    /// <summary>Ends decoding when the time is over.</summary>
    /// <exception cref="FormatFaultException">The time is over.</exception>
    public void Check()
    {
        if (Stopwatch.GetElapsedTime(_start) > _time)
            throw new FormatFaultException(FormatFault.TooSlow, $"{_time.TotalSeconds:0.###} s");
    }
}
