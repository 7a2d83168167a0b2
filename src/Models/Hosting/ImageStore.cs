using System.Security.Cryptography;
using Fovea.Models.Imaging;

namespace Fovea.Models.Hosting;

/// <summary>
/// Keeps the images of recent predictions for a while, so that their feature maps can be asked for by id. Per process, bounded in
/// bytes and time; the image used longest ago gives way first. Thread-safe.
/// </summary>
public sealed class ImageStore : IDisposable
{
    private const int IdHexDigits = 32;

    private readonly Dictionary<string, LinkedListNode<Entry>> _byId = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byUse = new();
    private readonly Lock _lock = new();
    private readonly ImageStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ITimer? _sweeper;
    private long _bytes;

    /// <summary>Creates a store.</summary>
    public ImageStore(ImageStoreOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        (_options, _time) = (options, time);
        if (Enabled)
            _sweeper = time.CreateTimer(_ => Sweep(), null, options.Ttl, options.Ttl);
    }

    /// <summary>Whether images are kept at all.</summary>
    public bool Enabled => _options.MaxBytes > 0 && _options.Ttl > TimeSpan.Zero;

    /// <summary>The memory that kept images take: the pooled arrays of their pixels.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
                return _bytes;
        }
    }

    /// <summary>Keeps an image (by a handle of its own) and returns its random id; null when the store is off or the image alone exceeds it.</summary>
    public string? Add(DecodedImage image, string model, string version)
    {
        ArgumentNullException.ThrowIfNull(image);
        long bytes = image.HeldBytes;
        if (!Enabled || bytes > _options.MaxBytes)
            return null;

        string id = RandomNumberGenerator.GetHexString(IdHexDigits, lowercase: true);
        var entry = new Entry(id, image.Share(), model, version, bytes, _time.GetUtcNow() + _options.Ttl);
        lock (_lock)
        {
            RemoveExpired();
            while (_bytes + bytes > _options.MaxBytes)
                Remove(_byUse.First!);
            _byId.Add(id, _byUse.AddLast(entry));
            _bytes += bytes;
        }

        return id;
    }

    /// <summary>Whether an id can still be used.</summary>
    public bool Contains(string id)
    {
        lock (_lock)
        {
            RemoveExpired();
            return _byId.ContainsKey(id);
        }
    }

    /// <summary>The image with that id.</summary>
    /// <exception cref="ServingException">There is none (any more).</exception>
    public StoredImage Get(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        lock (_lock)
        {
            RemoveExpired();
            if (_byId.TryGetValue(id, out LinkedListNode<Entry>? node))
            {
                _byUse.Remove(node);
                _byUse.AddLast(node);
                return new StoredImage(node.Value.Image.Share(), node.Value.Model, node.Value.Version);
            }
        }

        throw new ServingException(ServingError.ImageExpired, Enabled
            ? $"No image with this id is kept: images are kept for {_options.Ttl}, up to {_options.MaxBytes} bytes together, by the process that predicted them. POST the image instead; behind a balancer use POST or session affinity."
            : "This server keeps no images (the image store is switched off). POST the image instead.");
    }

    /// <summary>Forgets an image; does nothing when it is gone already.</summary>
    public void Remove(string id)
    {
        lock (_lock)
        {
            if (_byId.TryGetValue(id, out LinkedListNode<Entry>? node))
                Remove(node);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sweeper?.Dispose();
        lock (_lock)
        {
            while (_byUse.First is { } node)
                Remove(node);
        }
    }

    private void Sweep()
    {
        lock (_lock)
            RemoveExpired();
    }

    private void RemoveExpired()
    {
        DateTimeOffset now = _time.GetUtcNow();
        for (LinkedListNode<Entry>? node = _byUse.First; node is not null;)
        {
            LinkedListNode<Entry>? next = node.Next;
            if (node.Value.Expires <= now)
                Remove(node);
            node = next;
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _byId.Remove(node.Value.Id);
        _bytes -= node.Value.Bytes;
        node.Value.Image.Dispose();
    }

    private sealed record Entry(string Id, DecodedImage Image, string Model, string Version, long Bytes, DateTimeOffset Expires);
}
