using System.Runtime.InteropServices;

namespace Fovea.Inference.Budgets;

/// <summary>How much processor time a thread has had, asked by any thread while it lives. Linux only.</summary>
internal static unsafe partial class ThreadClock
{
    /// <summary>The clock of the caller's thread; null where the system has none.</summary>
    public static Func<TimeSpan?>? OfCaller()
    {
        if (!OperatingSystem.IsLinux())
            return null;
        try
        {
            int found;
            if (ClockOf(Self(), &found) != 0)
                return null;
            int clock = found;
            return () => Read(clock);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    // Null once the thread has ended.
    private static TimeSpan? Read(int clock)
    {
        Time time;
        return Read(clock, &time) == 0
            ? new TimeSpan((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick))
            : null;
    }

    [LibraryImport("libc", EntryPoint = "pthread_self")]
    private static partial nuint Self();

    [LibraryImport("libc", EntryPoint = "pthread_getcpuclockid")]
    private static partial int ClockOf(nuint thread, int* clock);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int Read(int clock, Time* time);

    private struct Time
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
