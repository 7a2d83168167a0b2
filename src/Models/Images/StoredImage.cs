namespace Fovea.Models.Images;

/// <summary>A handle on an image in the store, for one use. The caller disposes it.</summary>
public sealed class StoredImage : IDisposable
{
    private readonly int _length;
    private SharedArray? _array;

    /// <summary>Takes over a handle of the array, which starts with the file's bytes.</summary>
    internal StoredImage(SharedArray array, int length, string model, string version)
    {
        _array = array;
        _length = length;
        Model = model;
        Version = version;
    }

    /// <summary>The name of the model that predicted it.</summary>
    public string Model { get; }

    /// <summary>That model's version.</summary>
    public string Version { get; }

    /// <summary>The image file as it was uploaded.</summary>
    /// <exception cref="ObjectDisposedException">This handle was disposed.</exception>
    public ReadOnlyMemory<byte> Bytes
    {
        get
        {
            SharedArray? array = _array;
            ObjectDisposedException.ThrowIf(array is null, this);
            return array.Array.AsMemory(0, _length);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _array, null)?.RemoveHandle();
}
