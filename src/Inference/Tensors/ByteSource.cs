namespace Fovea.Inference.Tensors;

/// <summary>Bytes that are read when they are needed and not held, such as those of a file. Thread-safe.</summary>
internal abstract class ByteSource
{
    /// <summary>The number of bytes.</summary>
    public abstract long Length { get; }

    /// <summary>Reads exactly the bytes from <paramref name="offset"/> on that <paramref name="destination"/> takes.</summary>
    /// <exception cref="InvalidModelException">They are no longer there: the file has become shorter since it was opened.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public abstract void Read(long offset, Span<byte> destination);
}
