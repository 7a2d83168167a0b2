using System.Security.Cryptography;

namespace Fovea.Models.Jobs;

/// <summary>Long work, and how far it is. Thread-safe.</summary>
public sealed class LongJob : IDisposable
{
    private const int IdHexDigits = 32;

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _cancellation = new();
    private TaskCompletionSource _changed = NewSignal();
    private TimeSpan _worked;
    private int _done;
    private JobPhase _phase;
    private long _version;

    internal LongJob(LongWork work, DateTimeOffset created)
    {
        Work = work;
        Created = created;
        Since = created;
    }

    /// <summary>A random name, which cannot be guessed.</summary>
    public string Id { get; } = RandomNumberGenerator.GetHexString(IdHexDigits, lowercase: true);

    /// <summary>The work.</summary>
    public LongWork Work { get; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; }

    /// <summary>Where it stands.</summary>
    public JobPhase Phase => Read(() => _phase);

    /// <summary>How many steps are done.</summary>
    public int StepsDone => Read(() => _done);

    /// <summary>How long these steps took together, waiting for other work included.</summary>
    public TimeSpan Worked => Read(() => _worked);

    /// <summary>How long the rest will take, by what the steps so far took; null where none is done, or nothing more happens.</summary>
    public TimeSpan? Remaining => Read<TimeSpan?>(
        () => _done == 0 || _phase.IsEnd() ? null : _worked / _done * (Work.Steps - _done));

    /// <summary>Why it failed; null if it did not.</summary>
    public Exception? Error { get; private set; }

    /// <summary>Counts the changes.</summary>
    public long Version => Read(() => _version);

    /// <summary>When the phase began.</summary>
    internal DateTimeOffset Since { get; private set; }

    /// <summary>Whether its work has been concluded. Under the lock of <see cref="LongJobs"/>.</summary>
    internal bool HasEnded { get; set; }

    internal CancellationToken Cancellation => _cancellation.Token;

    /// <summary>Waits for a change after the one that was seen.</summary>
    /// <param name="seen">The <see cref="Version"/> that was seen.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Task WaitAsync(long seen, CancellationToken cancellationToken)
    {
        lock (_lock)
            return _version != seen ? Task.CompletedTask : _changed.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Goes from one phase to another; false if it is in none of these.</summary>
    internal bool TryMove(JobPhase to, DateTimeOffset now, params ReadOnlySpan<JobPhase> from)
    {
        lock (_lock)
        {
            if (!from.Contains(_phase))
                return false;
            _phase = to;
            Since = now;
            Change();
        }

        if (to != JobPhase.Cancelled)
            return true;
        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended and was forgotten since: nothing waits.
        }

        return true;
    }

    internal void Stepped(TimeSpan elapsed)
    {
        lock (_lock)
        {
            _done++;
            _worked += elapsed;
            Change();
        }
    }

    /// <summary>Ends it with an error; false if it has ended already.</summary>
    internal bool Fail(Exception error, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_phase.IsEnd())
                return false;
            Error = error;
        }

        return TryMove(JobPhase.Failed, now, JobPhase.Running, JobPhase.Paused, JobPhase.Waiting);
    }

    /// <inheritdoc/>
    public void Dispose() => _cancellation.Dispose();

    private T Read<T>(Func<T> read)
    {
        lock (_lock)
            return read();
    }

    // Waiters go on elsewhere: what they do is not done under the lock.
    private void Change()
    {
        _version++;
        TaskCompletionSource changed = _changed;
        _changed = NewSignal();
        changed.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
