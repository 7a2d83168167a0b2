namespace Fovea.Imaging.Rasters;

/// <summary>Unpacks one piece of compressed data after another, such as a strip or tile, a row at a time.</summary>
internal abstract class ChunkSource : IDisposable
{
    /// <summary>Begins with a piece.</summary>
    /// <param name="data">Its compressed bytes.</param>
    public abstract void Begin(ReadOnlyMemory<byte> data);

    /// <summary>Unpacks as many bytes as the target has, or as there are.</summary>
    /// <returns>How many bytes were written; fewer than the target has where the data ends.</returns>
    /// <exception cref="FormatFaultException">The data cannot be unpacked.</exception>
    public abstract int Read(Span<byte> target);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}
