namespace Fovea.Models.Images;

/// <summary>An image from the store, for one use: the caller disposes it.</summary>
public sealed class StoredImage : IDisposable
{
    private readonly int _length;
    private SharedArray? _array;

    /// <summary>Takes over one handle of the array, which begins with the file's bytes.</summary>
    internal StoredImage(SharedArray array, int length, string model, string version) => (_array, _length, Model, Version) = (array, length, model, version);

    /// <summary>The name of the model that predicted it.</summary>
    public string Model { get; }

    /// <summary>That model's version.</summary>
    public string Version { get; }

    /// <summary>The image file, as it was uploaded.</summary>
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
