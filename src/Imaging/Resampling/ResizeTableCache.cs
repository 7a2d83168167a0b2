using System.Collections.Concurrent;

namespace Fovea.Imaging.Resampling;

/// <summary>A cache of the tables of recent resizes, by sizes. Bounded in bytes; thread-safe.</summary>
/// <param name="create">Computes a table: of a filter, from one length to another, from the first output on, for so many.</param>
/// <typeparam name="T">The kind of table.</typeparam>
internal sealed class ResizeTableCache<T>(Func<ResizeFilter, int, int, int, int, T> create)
    where T : class, IResizeTable
{
    // The tables of a 500 to 256 resize take 10 KB; this holds hundreds of image sizes.
    private const long MaxBytes = 8 << 20;

    private readonly ConcurrentDictionary<Key, T> _entries = new();
    private long _bytes;

    /// <summary>
    /// Gets the table of <paramref name="count"/> outputs from <paramref name="first"/> on, for a resize from one length to another.
    /// </summary>
    public T Get(ResizeFilter filter, int from, int to, int first, int count)
    {
        var key = new Key(filter, from, to, first, count);
        if (_entries.TryGetValue(key, out T? known))
            return known;
        T created = create(filter, from, to, first, count);
        if (Interlocked.Add(ref _bytes, created.ByteCount) > MaxBytes)
        {
            _entries.Clear();
            Interlocked.Exchange(ref _bytes, created.ByteCount);
        }

        _entries[key] = created;
        return created;
    }

    private readonly record struct Key(ResizeFilter Filter, int From, int To, int First, int Count);
}
