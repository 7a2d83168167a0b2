namespace Fovea.Tests.Support;

/// <summary>A clock that stands still until it is told to go on, and fires its timers then.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state), _now + dueTime, period);
        _timers.Add(timer);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        _now += by;
        foreach (ManualTimer timer in _timers)
            timer.FireUntil(_now);
    }

    private sealed class ManualTimer(ManualTime time, Action fire, DateTimeOffset due, TimeSpan period) : ITimer
    {
        private DateTimeOffset _due = due;
        private TimeSpan _period = period;

        public void FireUntil(DateTimeOffset now)
        {
            for (; _due <= now; _due += _period)
                fire();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _due = dueTime == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : time._now + dueTime;
            _period = period;
            return true;
        }

        public void Dispose() => _due = DateTimeOffset.MaxValue;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
