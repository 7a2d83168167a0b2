using System.Security.Cryptography;
using Fovea.Inference;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Hosting;

/// <summary>
/// What the cells of a layer are computed of, for an image: kept for the last few layers and images, up to a number of bytes, so that other
/// cells of an open layer take no run. Thread-safe.
/// </summary>
internal sealed class CellReadings
{
    /// <summary>The most bytes of tensors that are kept.</summary>
    public const long MostBytes = 32L << 20;

    private const int MostReadings = 8;

    private readonly Lock _lock = new();
    private readonly LinkedList<Kept> _kept = new();

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
                _kept.AddFirst(node);
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
            if (kept.Reading.Bytes > MostBytes || _kept.Any(other => other.Key == kept.Key))
                return;
            _kept.AddFirst(kept);
            while (_kept.Count > MostReadings || _kept.Sum(other => other.Reading.Bytes) > MostBytes)
                _kept.RemoveLast();
        }
    }

    /// <summary>A reading, and how its image was mapped to the input.</summary>
    internal sealed record Kept(string Key, CellProbe Probe, CellReading Reading, PixelMapping Mapping);
}
