namespace Fovea.Inference.Memory;

/// <summary>
/// A pool of activation arenas, bounded in bytes; arenas that no run has needed for a while are freed. Uses native memory, because the
/// managed array pool ignores the process's memory limit. Thread-safe; renting a pooled arena allocates nothing.
/// </summary>
/// <param name="maxIdleBytes">The most bytes of idle arenas to keep for the next runs.</param>
/// <param name="time">The clock; null for the system's.</param>
/// <param name="largePages">Whether arenas of 2 MiB and more ask for large pages.</param>
internal sealed class ArenaPool(long maxIdleBytes, TimeProvider? time = null, bool largePages = false) : IDisposable
{
    /// <summary>How long an arena is kept after a run last needed it.</summary>
    private static readonly TimeSpan MaxIdleTime = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly List<Arena> _idle = new(16);
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private long _rented;
    private bool _disposed;

    /// <summary>Bytes of idle arenas kept for the next runs.</summary>
    public long IdleBytes { get; private set; }

    /// <summary>Bytes in use by runs.</summary>
    public long RentedBytes => Interlocked.Read(ref _rented);

    /// <summary>
    /// Rents an arena of at least this many bytes: the smallest idle one that fits, else a new one in place of the largest idle one. So
    /// there are as many arenas as there were runs at a time, and not one for each size of a growing series.
    /// </summary>
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
                // A run that needs at most half of the arena does not count as needing it.
                return bytes > arena.Bytes / 2 ? arena with { LastNeeded = now } : arena;
            }

            FreeLargest();
        }

        long size = Alignment.Up(Math.Max(1, bytes)) + Alignment.Bytes;
        bool large = largePages && size >= LargePages.Bytes;
        nint address = NativePages.Allocate(size, large ? LargePages.Bytes : Alignment.Bytes);
        if (large)
            LargePages.Advise(address, size);
        Interlocked.Add(ref _rented, size);
        // New pages are zero and reused ones are not. Both are fine, because lanes beyond a tail are never used.
        return new Arena(address, size, now);
    }

    /// <summary>Returns an arena to the pool, or frees it if the bound is reached; also frees idle arenas that have expired.</summary>
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

            // Frees smaller arenas first: a large one serves every run that they serve.
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

    private void FreeLargest()
    {
        int largest = 0;
        for (int i = 1; i < _idle.Count; i++)
        {
            if (_idle[i].Bytes > _idle[largest].Bytes)
                largest = i;
        }

        if (_idle.Count > 0)
            Free(largest);
    }

    private void Free(int index)
    {
        NativePages.Free(_idle[index].Address, _idle[index].Bytes);
        IdleBytes -= _idle[index].Bytes;
        _idle.RemoveAt(index);
    }

    /// <summary>The activation memory of one run.</summary>
    /// <param name="Address">The start address, aligned for vectors.</param>
    /// <param name="Bytes">The size.</param>
    /// <param name="LastNeeded">The timestamp of the last run that needed an arena of about this size.</param>
    internal readonly record struct Arena(nint Address, long Bytes, long LastNeeded);
}
