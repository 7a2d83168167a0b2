namespace Fovea.Models.Hosting;

/// <summary>
/// Lets a bounded number of requests do one kind of work at a time, lets a bounded number wait for a bounded time, and turns the
/// others away, telling them when to come back. Thread-safe.
/// </summary>
public sealed class ConcurrencyGate : IDisposable
{
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _slots;
    private readonly string _work;
    private int _waiting;
    private double _averageSeconds;

    /// <summary>Creates a gate; <paramref name="work"/> completes "all places to ... are taken".</summary>
    public ConcurrencyGate(string work, GateOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _work = work;
        Options = options;
        _slots = new SemaphoreSlim(options.Slots, options.Slots);
    }

    /// <summary>The bounds.</summary>
    public GateOptions Options { get; }

    /// <summary>How many wait now.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Enters, at once or after a wait; leave by disposing the result.</summary>
    /// <exception cref="ServingException">Too many wait already, or the wait took too long.</exception>
    /// <exception cref="OperationCanceledException">The request was cancelled while it waited.</exception>
    public async ValueTask<Pass> EnterAsync(CancellationToken cancellationToken)
    {
        if (_slots.Wait(0, cancellationToken))
            return new Pass(this);

        if (Interlocked.Increment(ref _waiting) > Options.MaxWaiting)
        {
            int others = Interlocked.Decrement(ref _waiting);
            throw TurnedAway(ServingError.Overloaded, $"All {Options.Slots} places to {_work} are taken and {others} requests wait; at most {Options.MaxWaiting} may.");
        }

        try
        {
            if (await _slots.WaitAsync(Options.MaxWait, cancellationToken).ConfigureAwait(false))
                return new Pass(this);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        throw TurnedAway(ServingError.QueueTimeout, $"All {Options.Slots} places to {_work} stayed taken for {Options.MaxWait.TotalSeconds:0.###} s.");
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private ServingException TurnedAway(ServingError error, string message)
    {
        double seconds = Volatile.Read(ref _averageSeconds) * (Waiting + 1) / Options.Slots;
        var retry = TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(seconds), 1, LongestRetry.TotalSeconds));
        return new ServingException(error, $"{message} Try again in {retry.TotalSeconds:0} s.") { RetryAfter = retry };
    }

    private void Leave(TimeSpan inside)
    {
        const double weightOfNewest = 0.2;
        double average = Volatile.Read(ref _averageSeconds);
        Volatile.Write(ref _averageSeconds, average + weightOfNewest * (inside.TotalSeconds - average));
        _slots.Release();
    }

    /// <summary>A place inside the gate; dispose it once to leave.</summary>
    public sealed class Pass : IDisposable
    {
        private readonly long _entered = StageTimings.Start();
        private ConcurrencyGate? _gate;

        internal Pass(ConcurrencyGate gate) => _gate = gate;

        /// <inheritdoc/>
        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Leave(StageTimings.Since(_entered));
    }
}
