namespace Fovea.Inference.Tensors;

/// <summary>Bytes that are read on demand and not kept in memory, such as those of a file. Thread-safe.</summary>
internal abstract class ByteSource
{
    /// <summary>The number of bytes.</summary>
    public abstract long Length { get; }

    /// <summary>Fills <paramref name="destination"/> with the bytes from <paramref name="offset"/> on.</summary>
    /// <exception cref="InvalidModelException">The bytes no longer exist: the file has become shorter since it was opened.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public abstract void Read(long offset, Span<byte> destination);
}
