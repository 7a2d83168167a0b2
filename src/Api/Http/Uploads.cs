using Fovea.Models.Images;

namespace Fovea.Api.Http;

/// <summary>The images and the files of arrays of one request, in pooled memory until this is disposed.</summary>
internal sealed class Uploads(UploadShare share) : IDisposable
{
    private readonly List<PooledBuffer> _buffers = [];
    private readonly List<ImageUpload> _images = [];
    private readonly List<ArrayUpload> _arrays = [];

    public IReadOnlyList<ImageUpload> Images => _images;

    /// <summary>Files of arrays, where they are taken.</summary>
    public IReadOnlyList<ArrayUpload> Arrays => _arrays;

    public long TotalBytes => _buffers.Sum(buffer => (long)buffer.Length);

    public PooledBuffer NewBuffer()
    {
        var buffer = new PooledBuffer(share);
        _buffers.Add(buffer);
        return buffer;
    }

    public void Add(string? name, PooledBuffer buffer) => _images.Add(new ImageUpload(name, buffer.Memory));

    public void AddArrays(string? name, PooledBuffer buffer) => _arrays.Add(new ArrayUpload(name, buffer.Memory));

    public void Dispose()
    {
        foreach (PooledBuffer buffer in _buffers)
            buffer.Dispose();
        _buffers.Clear();
        _images.Clear();
        _arrays.Clear();
    }
}
