using System.Buffers.Binary;

namespace Fovea.Imaging.Metadata;

/// <summary>
/// The chunks of a PNG up to its end (PNG specification, third edition, 5.3); one that the file cuts short ends them too. Checksums are not
/// looked at.
/// </summary>
/// <param name="file">The file.</param>
internal ref struct PngChunks(ReadOnlySpan<byte> file)
{
    /// <summary>The bytes before the first chunk.</summary>
    public const int SignatureLength = 8;

    private const int ContentOffset = 8;
    private const int ChunkOverhead = 12;

    private readonly ReadOnlySpan<byte> _file = file;
    private int _next = SignatureLength;

    /// <summary>The current chunk.</summary>
    public Chunk Current { get; private set; }

    public readonly PngChunks GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_file.Length - _next < ChunkOverhead)
            return false;
        ReadOnlySpan<byte> rest = _file[_next..];
        uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        ReadOnlySpan<byte> type = rest.Slice(4, 4);
        if (length > rest.Length - ChunkOverhead || type.SequenceEqual("IEND"u8))
            return false;
        Current = new Chunk(type, rest.Slice(ContentOffset, (int)length));
        _next += ChunkOverhead + (int)length;
        return true;
    }

    /// <summary>One chunk.</summary>
    /// <param name="type">Its type: four letters.</param>
    /// <param name="content">Its content.</param>
    public readonly ref struct Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        /// <summary>Its type: four letters.</summary>
        public ReadOnlySpan<byte> Type { get; } = type;

        /// <summary>Its content.</summary>
        public ReadOnlySpan<byte> Content { get; } = content;
    }
}
