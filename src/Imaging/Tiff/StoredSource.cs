using Fovea.Imaging.Rasters;

namespace Fovea.Imaging.Tiff;

/// <summary>Bytes that are not compressed.</summary>
internal sealed class StoredSource : ChunkSource
{
    private ReadOnlyMemory<byte> _data;

    /// <inheritdoc/>
    public override void Begin(ReadOnlyMemory<byte> data) => _data = data;

    /// <inheritdoc/>
    public override int Read(Span<byte> target)
    {
        int count = Math.Min(target.Length, _data.Length);
        _data.Span[..count].CopyTo(target);
        _data = _data[count..];
        return count;
    }
}
