using Microsoft.Extensions.Time.Testing;

namespace Fovea.Models.Tests.Scheduling;

/// <summary>
/// A clock that stands still until a test moves it. Timers fire on the thread that moves it: <see cref="FakeTimeProvider"/> alone also
/// fires them on a thread that only reads the time, which no real clock does, and which would re-enter the scheduler under its lock.
/// </summary>
internal sealed class StepClock : TimeProvider
{
    private readonly FakeTimeProvider _timers = new();
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _timers.CreateTimer(callback, state, dueTime, period);

    public void Advance(TimeSpan step)
    {
        Interlocked.Add(ref _ticks, step.Ticks);
        _timers.Advance(step);
    }
}
