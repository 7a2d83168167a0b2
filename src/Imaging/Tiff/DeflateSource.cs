using System.IO.Compression;
using System.Runtime.InteropServices;
using Fovea.Imaging.Rasters;

namespace Fovea.Imaging.Tiff;

/// <summary>zlib data.</summary>
internal sealed class DeflateSource : ChunkSource
{
    private ZLibStream? _stream;

    /// <inheritdoc/>
    public override void Begin(ReadOnlyMemory<byte> data)
    {
        _stream?.Dispose();
        if (!MemoryMarshal.TryGetArray(data, out ArraySegment<byte> segment))
            segment = data.ToArray();
        _stream = new ZLibStream(
            new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false), CompressionMode.Decompress);
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> target)
    {
        try
        {
            return _stream!.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException error)
        {
            throw FormatFaultException.Damaged($"its Deflate data: {error.Message}");
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => _stream?.Dispose();
}
