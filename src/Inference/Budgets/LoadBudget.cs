using System.Diagnostics;
using Fovea.Inference.Budgets;

namespace Fovea.Inference;

/// <summary>
/// What loading one model, or compiling one plan, has taken so far. Every part of it asks here before it allocates or computes, and is
/// refused with <see cref="LoadLimitException"/> where a limit is exceeded; from then on everything is refused. Thread-safe.
/// </summary>
public sealed class LoadBudget : IDisposable
{
    // How many objects are counted between two looks at the clock.
    private const int CountsPerLook = 256;

    // The part of its own limit that a load takes without asking the shared memory: a sixteenth.
    private const int PartNotShared = 16;

    // A load that gets this little of a processor is over its time after all: it waits for something else.
    private const int LeastShareOfProcessor = 8;

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(20);

    private readonly LoadLimits _limits;
    private readonly LoadMemory? _memory;
    private readonly CancellationToken _outer;
    private readonly CancellationTokenSource? _end;
    private readonly Timer? _timer;
    private readonly Func<TimeSpan?>? _processor;
    private readonly TimeSpan _processorStart;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Lock _lock = new();
    private long _objects;
    private long _bytes;
    private long _shared;
    private long _mostBytes;
    private double _cost;
    private long _fileBytes;
    private volatile LoadLimitException? _exceeded;
    private volatile bool _disposed;

    /// <summary>Begins to count, and the time: that of a processor which the caller's thread gets, where the system tells it.</summary>
    /// <param name="limits">What is allowed.</param>
    /// <param name="memory">The working memory that is shared with other loads; null for none.</param>
    /// <param name="cancellationToken">Ends the load.</param>
    public LoadBudget(LoadLimits limits, LoadMemory? memory = null, CancellationToken cancellationToken = default)
        : this(limits, memory, ThreadClock.OfCaller(), cancellationToken)
    {
    }

    /// <param name="limits">What is allowed.</param>
    /// <param name="memory">The working memory that is shared with other loads; null for none.</param>
    /// <param name="processor">The processor time of the load; null, itself or what it returns, where it is not known.</param>
    /// <param name="cancellationToken">Ends the load.</param>
    internal LoadBudget(LoadLimits limits, LoadMemory? memory, Func<TimeSpan?>? processor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(limits);
        _limits = limits;
        _memory = memory;
        _outer = cancellationToken;
        if (limits.MaxTime == Timeout.InfiniteTimeSpan)
        {
            Token = cancellationToken;
            return;
        }

        _processor = processor;
        _processorStart = processor?.Invoke() ?? TimeSpan.Zero;
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Token = _end.Token;
        _timer = new Timer(_ => CheckTime(), null, Timeout.Infinite, Timeout.Infinite);
        CheckTime();
    }

    /// <summary>Cancelled when the load is to end: on request, or because its time is up.</summary>
    public CancellationToken Token { get; }

    /// <summary>The objects counted so far.</summary>
    internal long Objects => Interlocked.Read(ref _objects);

    /// <summary>The bytes held now.</summary>
    internal long Bytes
    {
        get
        {
            lock (_lock)
                return _bytes;
        }
    }

    /// <summary>The most bytes that were held at one moment.</summary>
    internal long MostBytes
    {
        get
        {
            lock (_lock)
                return _mostBytes;
        }
    }

    /// <summary>The vector operations of all constants computed so far.</summary>
    internal double FoldingCost
    {
        get
        {
            lock (_lock)
                return _cost;
        }
    }

    /// <summary>Whether the load has not ended yet.</summary>
    internal bool IsOpen => !_disposed;

    /// <summary>Ends the count and gives back the shared memory; what the model keeps is the model's from now on.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            _disposed = true;
            _memory?.Give(_shared);
            _timer?.Dispose();
            _end?.Dispose();
        }
    }

    /// <summary>Checks that the load may go on.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="LoadLimitException">Its time is up, or it has exceeded another limit before.</exception>
    public void ThrowIfOver()
    {
        if (_exceeded is { } before)
            throw new LoadLimitException(before.Limit, before.Problem);
        if (!Token.IsCancellationRequested)
            return;
        _outer.ThrowIfCancellationRequested();
        throw Exceeded(LoadLimit.Time, $"loading takes longer than the {MaxTime.TotalSeconds:0.###} s of a processor that it may.");
    }

    /// <summary>Allows more for a file of this length, which the load reads.</summary>
    internal void AddFile(long bytes)
    {
        lock (_lock)
        {
            // Lengths are only what a file system says: a file of holes has any.
            _fileBytes = Math.Min(_fileBytes + Math.Min(bytes, LoadLimits.MostFileBytes), LoadLimits.MostFileBytes);
        }

        CheckTime();
    }

    /// <summary>Counts objects before they are created.</summary>
    internal void Count(long objects)
    {
        long counted = Interlocked.Add(ref _objects, objects);
        if (counted > _limits.MaxObjects)
        {
            throw Exceeded(
                LoadLimit.Objects,
                $"the file has more than {_limits.MaxObjects:N0} messages, texts, nodes, values and steps; at most " +
                $"{_limits.MaxObjects:N0} are accepted.");
        }

        if ((counted - objects) / CountsPerLook != counted / CountsPerLook)
            ThrowIfOver();
    }

    /// <summary>Counts memory before it is allocated, which is held until the load ends or <see cref="Give"/> is called.</summary>
    /// <param name="bytes">The bytes; not negative.</param>
    /// <param name="what">What takes them, for the message: <c>the constants of its nodes</c>.</param>
    internal void Take(double bytes, string what)
    {
        ThrowIfOver();
        lock (_lock)
        {
            double sum = _bytes + bytes;
            double most = (double)_limits.MaxBytes + FreeBytes;
            if (sum > most)
            {
                throw Exceeded(
                    LoadLimit.Bytes,
                    $"{what} would bring the working memory of loading to {sum:N0} bytes; at most {most:N0} are " +
                    $"allowed for a file of this size.");
            }

            if (!TryHold((long)sum))
                throw new LoadPutOffException();
        }
    }

    /// <summary>Gives back memory that was taken and is free now.</summary>
    internal void Give(double bytes)
    {
        lock (_lock)
        {
            TryHold(_bytes - (long)bytes);
        }
    }

    /// <summary>Takes memory if it is allowed and other loads leave it; otherwise false, and the load may go on without.</summary>
    internal bool TryTake(long bytes)
    {
        lock (_lock)
        {
            return (double)_bytes + bytes <= (double)_limits.MaxBytes + FreeBytes && TryHold(_bytes + bytes);
        }
    }

    /// <summary>Counts a computation before it is done.</summary>
    /// <param name="cost">Vector operations.</param>
    /// <param name="what">What is computed, for the message.</param>
    internal void Spend(double cost, string what)
    {
        ThrowIfOver();
        lock (_lock)
        {
            if (_cost + cost > MaxCost)
            {
                throw Exceeded(
                    LoadLimit.FoldingCost,
                    $"{what} would bring the computing of constants to {_cost + cost:N0} vector operations; at most {MaxCost:N0} " +
                    $"are allowed for a file of this size.");
            }

            _cost += cost;
        }
    }

    private long FreeBytes => _fileBytes * LoadLimits.BytesPerFileByte;

    private double MaxCost => _limits.MaxFoldingCost + (_fileBytes * LoadLimits.CostPerFileByte);

    private TimeSpan MaxTime => _limits.MaxTime + TimeSpan.FromSeconds((double)_fileBytes / LoadLimits.FileBytesPerSecond);

    // What is left of the time. A thread that waits for a processor, because the machine is busy, does not use its time up.
    private TimeSpan Left
    {
        get
        {
            TimeSpan elapsed = Stopwatch.GetElapsedTime(_start);
            TimeSpan used = _processor?.Invoke() is { } now ? now - _processorStart : elapsed;
            TimeSpan whole = (MaxTime * LeastShareOfProcessor) - elapsed;
            return MaxTime - used < whole ? MaxTime - used : whole;
        }
    }

    // Ends the load if its time is up, or looks again when it may be.
    private void CheckTime()
    {
        bool up;
        lock (_lock)
        {
            if (_end is null || _disposed || _end.IsCancellationRequested)
                return;
            TimeSpan left = Left;
            up = left <= TimeSpan.Zero;
            if (!up)
                _timer!.Change(left > ShortestWait ? left : ShortestWait, Timeout.InfiniteTimeSpan);
        }

        if (up)
            Cancel();
    }

    private void Cancel()
    {
        try
        {
            _end!.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The load has ended meanwhile.
        }
    }

    private LoadLimitException Exceeded(LoadLimit limit, string problem)
    {
        var error = new LoadLimitException(limit, problem);
        _exceeded ??= error;
        return error;
    }

    // Bytes beyond a few are taken from the shared memory.
    private bool TryHold(long bytes)
    {
        if (_memory is { } memory && !_disposed)
        {
            long shared = Math.Max(0, bytes - (_limits.MaxBytes / PartNotShared));
            if (shared > _shared && !memory.TryTake(shared - _shared, _shared))
                return false;
            if (shared < _shared)
                memory.Give(_shared - shared);
            _shared = shared;
        }

        _bytes = bytes;
        _mostBytes = Math.Max(_mostBytes, bytes);
        return true;
    }
}
