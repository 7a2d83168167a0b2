using Fovea.Models.Images;

namespace Fovea.Api.Http;

/// <summary>The images and the files of arrays of one request, in pooled memory until this is disposed.</summary>
internal sealed class Uploads(UploadShare share) : IDisposable
{
    private readonly List<PooledBuffer> _buffers = [];
    private readonly List<ImageUpload> _images = [];
    private readonly List<ArrayUpload> _arrays = [];
    private readonly List<string?> _fields = [];

    public IReadOnlyList<ImageUpload> Images => _images;

    /// <summary>The fields of a form in which the images came, in their order; null for an image of another body.</summary>
    public IReadOnlyList<string?> Fields => _fields;

    /// <summary>Files of arrays, where they are taken.</summary>
    public IReadOnlyList<ArrayUpload> Arrays => _arrays;

    public long TotalBytes => _buffers.Sum(buffer => (long)buffer.Length);

    public PooledBuffer NewBuffer()
    {
        var buffer = new PooledBuffer(share);
        _buffers.Add(buffer);
        return buffer;
    }

    public void Add(string? name, PooledBuffer buffer, string? field = null)
    {
        _images.Add(new ImageUpload(name, buffer.Memory));
        _fields.Add(field);
    }

    public void AddArrays(string? name, PooledBuffer buffer) => _arrays.Add(new ArrayUpload(name, buffer.Memory));

    public void Dispose()
    {
        foreach (PooledBuffer buffer in _buffers)
            buffer.Dispose();
        _buffers.Clear();
        _images.Clear();
        _fields.Clear();
        _arrays.Clear();
    }
}
