namespace Fovea.Inference.Memory;

/// <summary>
/// Activation memory, kept between runs up to a bound, and while runs need arenas of that size. Native memory, because the managed array pool ignores
/// the process's memory limit. Thread-safe; renting a kept arena allocates nothing.
/// </summary>
/// <param name="maxIdleBytes">The most bytes that are kept for the next runs.</param>
/// <param name="time">The clock; the system's when null.</param>
internal sealed class ArenaPool(long maxIdleBytes, TimeProvider? time = null) : IDisposable
{
    /// <summary>How long an arena is kept that no run has needed.</summary>
    private static readonly TimeSpan MaxIdleTime = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly List<Arena> _idle = new(16);
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private long _rented;
    private bool _disposed;

    /// <summary>Bytes kept for the next runs.</summary>
    public long IdleBytes { get; private set; }

    /// <summary>Bytes in use by runs.</summary>
    public long RentedBytes => Interlocked.Read(ref _rented);

    /// <summary>An arena of at least this many bytes: the smallest kept one that fits, else a new one.</summary>
    public Arena Rent(long bytes)
    {
        long now = _time.GetTimestamp();
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            int best = -1;
            for (int i = 0; i < _idle.Count; i++)
            {
                if (_idle[i].Bytes >= bytes && (best < 0 || _idle[i].Bytes < _idle[best].Bytes))
                    best = i;
            }

            if (best >= 0)
            {
                Arena arena = _idle[best];
                _idle.RemoveAt(best);
                IdleBytes -= arena.Bytes;
                Interlocked.Add(ref _rented, arena.Bytes);
                // A run that a much smaller one would have served does not need this one.
                return bytes > arena.Bytes / 2 ? arena with { LastNeeded = now } : arena;
            }
        }

        long size = Alignment.Up(Math.Max(1, bytes)) + Alignment.Bytes;
        nint address = NativePages.Allocate(size, Alignment.Bytes);
        Interlocked.Add(ref _rented, size);
        // Fresh pages are zero; reused ones are not. Lanes behind a tail are never used, so either will do.
        return new Arena(address, size, now);
    }

    /// <summary>Keeps the arena, or frees it where the bound is reached; frees those that have not been needed for a while.</summary>
    public void Return(Arena arena)
    {
        Interlocked.Add(ref _rented, -arena.Bytes);
        long now = _time.GetTimestamp();
        lock (_lock)
        {
            for (int i = _idle.Count - 1; i >= 0; i--)
            {
                if (IsExpired(_idle[i], now))
                    Free(i);
            }

            // Make room by dropping smaller arenas first: a large one serves every run that they serve.
            while (!_disposed && arena.Bytes <= maxIdleBytes && _idle.Count > 0 && IdleBytes + arena.Bytes > maxIdleBytes)
            {
                int smallest = 0;
                for (int i = 1; i < _idle.Count; i++)
                {
                    if (_idle[i].Bytes < _idle[smallest].Bytes)
                        smallest = i;
                }

                if (_idle[smallest].Bytes >= arena.Bytes)
                    break;
                Free(smallest);
            }

            if (!_disposed && !IsExpired(arena, now) && IdleBytes + arena.Bytes <= maxIdleBytes)
            {
                _idle.Add(arena);
                IdleBytes += arena.Bytes;
                return;
            }
        }

        NativePages.Free(arena.Address, arena.Bytes);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            while (_idle.Count > 0)
                Free(_idle.Count - 1);
        }
    }

    private bool IsExpired(Arena arena, long now) => _time.GetElapsedTime(arena.LastNeeded, now) > MaxIdleTime;

    private void Free(int index)
    {
        NativePages.Free(_idle[index].Address, _idle[index].Bytes);
        IdleBytes -= _idle[index].Bytes;
        _idle.RemoveAt(index);
    }

    /// <summary>Memory for one run's activations.</summary>
    /// <param name="Address">Where it begins, aligned for vectors.</param>
    /// <param name="Bytes">Its size.</param>
    /// <param name="LastNeeded">The timestamp at which a run of about this size last took it.</param>
    internal readonly record struct Arena(nint Address, long Bytes, long LastNeeded);
}
