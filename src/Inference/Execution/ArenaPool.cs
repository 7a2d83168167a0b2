namespace Fovea.Inference.Execution;

/// <summary>
/// Activation memory, kept between runs up to a bound. Native memory, because the managed array pool ignores the process's memory
/// limit. Thread-safe; renting a kept arena allocates nothing.
/// </summary>
internal sealed class ArenaPool(long maxKeptBytes) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<(nint Address, long Bytes)> _kept = new(16);
    private long _rented;
    private bool _disposed;

    /// <summary>Bytes kept for the next runs.</summary>
    public long KeptBytes { get; private set; }

    /// <summary>Bytes in use by runs.</summary>
    public long RentedBytes => Interlocked.Read(ref _rented);

    /// <summary>An arena of at least this many bytes: the smallest kept one that fits and is not wasteful, else a new one.</summary>
    public (nint Address, long Bytes) Rent(long bytes)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            int best = -1;
            for (int i = 0; i < _kept.Count; i++)
            {
                if (_kept[i].Bytes >= bytes && (best < 0 || _kept[i].Bytes < _kept[best].Bytes))
                    best = i;
            }

            if (best >= 0)
            {
                (nint Address, long Bytes) arena = _kept[best];
                _kept.RemoveAt(best);
                KeptBytes -= arena.Bytes;
                Interlocked.Add(ref _rented, arena.Bytes);
                return arena;
            }
        }

        long size = Alignment.Up(Math.Max(1, bytes)) + Alignment.Bytes;
        nint address = NativePages.Allocate(size, Alignment.Bytes);
        Interlocked.Add(ref _rented, size);
        // Fresh pages are zero; reused ones are not. Lanes behind a tail are never used, so either will do.
        return (address, size);
    }

    /// <summary>Keeps the arena, or frees it where the bound is reached.</summary>
    public void Return((nint Address, long Bytes) arena)
    {
        Interlocked.Add(ref _rented, -arena.Bytes);
        lock (_lock)
        {
            // Make room by dropping smaller arenas first: a large one serves every run that they serve.
            while (!_disposed && _kept.Count > 0 && KeptBytes + arena.Bytes > maxKeptBytes)
            {
                int smallest = 0;
                for (int i = 1; i < _kept.Count; i++)
                {
                    if (_kept[i].Bytes < _kept[smallest].Bytes)
                        smallest = i;
                }

                if (_kept[smallest].Bytes >= arena.Bytes)
                    break;
                Free(smallest);
            }

            if (!_disposed && KeptBytes + arena.Bytes <= maxKeptBytes)
            {
                _kept.Add(arena);
                KeptBytes += arena.Bytes;
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
            while (_kept.Count > 0)
                Free(_kept.Count - 1);
        }
    }

    private void Free(int index)
    {
        NativePages.Free(_kept[index].Address, _kept[index].Bytes);
        KeptBytes -= _kept[index].Bytes;
        _kept.RemoveAt(index);
    }
}
