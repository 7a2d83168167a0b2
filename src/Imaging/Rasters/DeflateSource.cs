using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Fovea.Imaging.Rasters;

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
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            // Data that want a dictionary, which neither TIFF nor PNG has, end in the second one.
            throw FormatFaultException.Damaged($"its Deflate data: {error.Message}");
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _stream?.Dispose();
        base.Dispose();
    }
}
