using System.Security.Cryptography;
using Fovea.Imaging.Buffers;
using Fovea.Models.Errors;

namespace Fovea.Models.Images;

/// <summary>
/// Keeps the images of recent predictions for a while, so that their feature maps can be requested by id. Stores the uploaded files, which
/// take about a tenth of the memory of their pixels. One store per process, bounded in bytes and time; evicts the least recently used image
/// first. Thread-safe.
/// </summary>
public sealed class ImageStore : IDisposable
{
    private const int IdHexDigits = 32;

    private readonly Dictionary<string, Entry> _byId = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byAge = new();
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

    /// <summary>Whether images are kept.</summary>
    public bool Enabled => _options.MaxBytes > 0 && _options.Ttl > TimeSpan.Zero;

    /// <summary>The memory of the kept images in bytes: the pooled arrays of their files.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
                return _bytes;
        }
    }

    /// <summary>
    /// Stores a copy of an image's file and returns its random id; null when the store is off or the image is larger than the store.
    /// </summary>
    public string? Add(ReadOnlySpan<byte> file, string model, string version)
    {
        if (!Enabled || file.Length > _options.MaxBytes)
            return null;

        var array = new SharedArray(BufferPool.Shared.Rent(file.Length));
        long bytes = array.Array.Length;
        if (bytes > _options.MaxBytes)
        {
            array.RemoveHandle();
            return null;
        }

        file.CopyTo(array.Array);
        string id = RandomNumberGenerator.GetHexString(IdHexDigits, lowercase: true);
        var entry = new Entry(id, array, file.Length, model, version, _time.GetUtcNow() + _options.Ttl);
        lock (_lock)
        {
            RemoveExpired();
            while (_bytes + bytes > _options.MaxBytes)
                Remove(_byUse.First!.Value);
            _byId.Add(id, entry);
            _byAge.AddLast(entry.Age);
            _byUse.AddLast(entry.Use);
            _bytes += bytes;
        }

        return id;
    }

    /// <summary>Whether the image with this id is still kept.</summary>
    public bool Contains(string id)
    {
        lock (_lock)
        {
            RemoveExpired();
            return _byId.ContainsKey(id);
        }
    }

    /// <summary>Gets an image by its id.</summary>
    /// <exception cref="ServingException">No image with this id is kept.</exception>
    public StoredImage Get(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        lock (_lock)
        {
            RemoveExpired();
            if (_byId.TryGetValue(id, out Entry? entry))
            {
                _byUse.Remove(entry.Use);
                _byUse.AddLast(entry.Use);
                return entry.Open();
            }
        }

        throw new ServingException(ServingError.ImageExpired, Enabled
            ? $"No image with this id is kept: images are kept for {_options.Ttl}, up to {_options.MaxBytes} bytes together, by the " +
            "process that predicted them. POST the image instead; behind a balancer use POST or session affinity."
            : "This server keeps no images (the image store is switched off). POST the image instead.");
    }

    /// <summary>Removes an image; does nothing when it is not kept any more.</summary>
    public void Remove(string id)
    {
        lock (_lock)
        {
            if (_byId.TryGetValue(id, out Entry? entry))
                Remove(entry);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sweeper?.Dispose();
        lock (_lock)
        {
            while (_byAge.First is { } oldest)
                Remove(oldest.Value);
        }
    }

    private void Sweep()
    {
        lock (_lock)
            RemoveExpired();
    }

    /// <summary>All images have the same lifetime, so the oldest one expires first.</summary>
    private void RemoveExpired()
    {
        DateTimeOffset now = _time.GetUtcNow();
        while (_byAge.First is { } oldest && oldest.Value.Expires <= now)
            Remove(oldest.Value);
    }

    private void Remove(Entry entry)
    {
        _byId.Remove(entry.Id);
        _byAge.Remove(entry.Age);
        _byUse.Remove(entry.Use);
        _bytes -= entry.Array.Array.Length;
        entry.Array.RemoveHandle();
    }

    private sealed class Entry
    {
        private readonly int _length;

        public Entry(string id, SharedArray array, int length, string model, string version, DateTimeOffset expires)
        {
            Id = id;
            Array = array;
            _length = length;
            Model = model;
            Version = version;
            Expires = expires;
            Age = new LinkedListNode<Entry>(this);
            Use = new LinkedListNode<Entry>(this);
        }

        public string Id { get; }

        public SharedArray Array { get; }

        public string Model { get; }

        public string Version { get; }

        public DateTimeOffset Expires { get; }

        public LinkedListNode<Entry> Age { get; }

        public LinkedListNode<Entry> Use { get; }

        /// <summary>Adds a handle for one use. Called under the store's lock, while the entry still has its own handle.</summary>
        public StoredImage Open()
        {
            Array.TryAddHandle();
            return new StoredImage(Array, _length, Model, Version);
        }
    }
}
