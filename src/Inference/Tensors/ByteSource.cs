using Fovea.Inference.Operators;

namespace Fovea.Inference.Tensors;

/// <summary>Bytes that are read when they are needed and not held: a file, a part of one, or what is computed from another tensor. Thread-safe.</summary>
internal abstract class ByteSource
{
    /// <summary>The number of bytes.</summary>
    public abstract long Length { get; }

    /// <summary>Reads exactly the bytes from <paramref name="offset"/> on that <paramref name="destination"/> takes.</summary>
    /// <exception cref="InvalidModelException">They are no longer there: the file has become shorter since it was opened.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public abstract void Read(long offset, Span<byte> destination);

    /// <summary>Some bytes of this source as a source of their own; the range must lie inside.</summary>
    public ByteSource Slice(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        return new Part(this, offset, length);
    }

    private sealed class Part(ByteSource whole, long start, long length) : ByteSource
    {
        public override long Length => length;

        public override void Read(long offset, Span<byte> destination)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(offset);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, length - destination.Length);
            whole.Read(start + offset, destination);
        }
    }
}
