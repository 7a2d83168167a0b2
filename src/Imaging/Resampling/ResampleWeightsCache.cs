using System.Collections.Concurrent;

namespace Fovea.Imaging.Resampling;

/// <summary>A cache of the weights of recent resizes, by sizes. Bounded in bytes; thread-safe.</summary>
internal sealed class ResampleWeightsCache
{
    // The tables of a 500 to 256 resize take 10 KB; this holds hundreds of image sizes.
    private const long MaxBytes = 8 << 20;

    private readonly ConcurrentDictionary<Key, ResampleWeights> _entries = new();
    private long _bytes;

    /// <summary>
    /// Gets the weights of <paramref name="count"/> outputs from <paramref name="first"/> on, for a resize from one length to another.
    /// </summary>
    public ResampleWeights Get(ResizeFilter filter, int from, int to, int first, int count)
    {
        var key = new Key(filter, from, to, first, count);
        if (_entries.TryGetValue(key, out ResampleWeights? known))
            return known;
        ResampleWeights created = ResampleWeights.Create(filter, from, to, first, count);
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
