using System.Numerics;

namespace Fovea.Api.Verbs.Perf;

/// <summary>
/// Times counted in buckets that are at most 1/128 of their time wide, so that a percentile is exact to 0.8 % however many there are; the
/// longest time is kept exactly. May be written by many threads.
/// </summary>
internal sealed class LatencyHistogram
{
    /// <summary>Buckets for each doubling of the time.</summary>
    private const int Steps = 128;

    private const int StepBits = 7;

    private const int Doublings = 48;

    private readonly long[] _counts = new long[Steps * (Doublings + 1)];
    private long _longest;
    private long _total;

    /// <summary>How many times were counted.</summary>
    public long Count => Interlocked.Read(ref _total);

    /// <summary>The longest time.</summary>
    public TimeSpan Longest => TimeSpan.FromTicks(Interlocked.Read(ref _longest));

    public void Add(TimeSpan time)
    {
        long ticks = Math.Max(0, time.Ticks);
        Interlocked.Increment(ref _counts[Math.Min(Bucket(ticks), _counts.Length - 1)]);
        Interlocked.Increment(ref _total);
        long longest;
        while (ticks > (longest = Interlocked.Read(ref _longest)) && Interlocked.CompareExchange(ref _longest, ticks, longest) != longest)
        {
        }
    }

    /// <summary>The least time that this share (0 to 1) of all times does not exceed; zero without any.</summary>
    public TimeSpan Percentile(double share)
    {
        long wanted = Math.Max(1, (long)Math.Ceiling(share * Count));
        long seen = 0;
        for (int bucket = 0; bucket < _counts.Length; bucket++)
        {
            seen += Interlocked.Read(ref _counts[bucket]);
            if (seen >= wanted)
                return TimeSpan.FromTicks(Math.Min(Last(bucket), Longest.Ticks));
        }

        return Longest;
    }

    /// <summary>Below <see cref="Steps"/> ticks of 100 ns one bucket each; above, the highest eight bits of the number decide.</summary>
    private static int Bucket(long ticks)
    {
        int shift = Math.Max(0, BitOperations.Log2((ulong)ticks | 1) - StepBits);
        return (shift * Steps) + (int)(ticks >> shift);
    }

    /// <summary>The longest time of a bucket, in ticks.</summary>
    private static long Last(int bucket)
    {
        int shift = Math.Max(0, (bucket / Steps) - 1);
        return ((bucket - ((long)shift * Steps) + 1) << shift) - 1;
    }
}
