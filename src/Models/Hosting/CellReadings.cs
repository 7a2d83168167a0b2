using System.Security.Cryptography;
using Fovea.Inference;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Hosting;

/// <summary>
/// What the cells of a layer are computed of, for an image: kept for the last few layers and images, up to a number of bytes and for a
/// while, so that other cells of an open layer take no run. Thread-safe.
/// </summary>
internal sealed class CellReadings : IDisposable
{
    /// <summary>The most bytes of tensors that are kept.</summary>
    public const long MostBytes = 32L << 20;

    private const int MostReadings = 8;

    private readonly Lock _lock = new();
    private readonly LinkedList<Kept> _kept = new();
    private readonly TimeProvider _time;
    private readonly ITimer _end;
    private bool _disposed;

    /// <param name="time">The clock.</param>
    public CellReadings(TimeProvider time)
    {
        _time = time;
        _end = time.CreateTimer(_ => DropOld(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How long a reading is kept after its last use.</summary>
    public static TimeSpan TimeToLive { get; } = TimeSpan.FromMinutes(2);

    /// <summary>The bytes of tensors that are kept now.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
                return _kept.Sum(kept => kept.Reading.Bytes);
        }
    }

    /// <summary>The key of a layer for an image file.</summary>
    public static string Key(string layer, ReadOnlySpan<byte> image) => $"{Convert.ToHexString(SHA256.HashData(image))}{layer}";

    /// <summary>Finds what was kept; null if it is not there.</summary>
    public Kept? Find(string key)
    {
        lock (_lock)
        {
            for (LinkedListNode<Kept>? node = _kept.First; node is not null; node = node.Next)
            {
                if (node.Value.Key != key)
                    continue;
                _kept.Remove(node);
                AddFirst(node.Value);
                return node.Value;
            }

            return null;
        }
    }

    /// <summary>Keeps a reading, and drops those that were not used for longest.</summary>
    public void Add(Kept kept)
    {
        lock (_lock)
        {
            if (_disposed || kept.Reading.Bytes > MostBytes || _kept.Any(other => other.Key == kept.Key))
                return;
            AddFirst(kept);
            while (_kept.Count > MostReadings || _kept.Sum(other => other.Reading.Bytes) > MostBytes)
                _kept.RemoveLast();
        }
    }

    /// <summary>Drops all, and keeps no more.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _kept.Clear();
        }

        _end.Dispose();
    }

    private void AddFirst(Kept kept)
    {
        if (_kept.Count == 0)
            _end.Change(TimeToLive, Timeout.InfiniteTimeSpan);
        kept.Used = _time.GetTimestamp();
        _kept.AddFirst(kept);
    }

    private void DropOld()
    {
        lock (_lock)
        {
            while (_kept.Last is { } oldest && _time.GetElapsedTime(oldest.Value.Used) >= TimeToLive)
                _kept.RemoveLast();
            if (_kept.Last is { } next)
                _end.Change(TimeToLive - _time.GetElapsedTime(next.Value.Used), Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>A reading, and how its image was mapped to the input.</summary>
    internal sealed record Kept(string Key, CellProbe Probe, CellReading Reading, PixelMapping Mapping)
    {
        /// <summary>The timestamp of its last use.</summary>
        public long Used { get; set; }
    }
}
