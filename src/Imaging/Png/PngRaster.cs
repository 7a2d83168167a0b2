using System.Buffers;
using System.Buffers.Binary;
using Fovea.Imaging.Buffers;
using Fovea.Imaging.Metadata;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Rasters;

namespace Fovea.Imaging.Png;

/// <summary>
/// The picture of a PNG of 16 bits per sample (PNG specification, third edition): gray or RGB, with or without alpha or a colour that is
/// transparent, interlaced or not. Takes the compressed bytes and two rows of memory besides the pixels.
/// </summary>
internal sealed class PngRaster : IDeepRaster
{
    private const int WordBits = 16;
    private const int WordBytes = 2;
    private const float Opaque = byte.MaxValue;

    private readonly ReadOnlyMemory<byte> _file;
    private readonly PngHeader _header;
    private readonly ushort[]? _transparent;

    private PngRaster(ReadOnlyMemory<byte> file, PngHeader header)
    {
        _file = file;
        _header = header;
        _transparent = header.HasNoAlpha ? FindTransparent(file.Span, header.Samples) : null;
    }

    /// <inheritdoc/>
    public int Width => _header.Width;

    /// <inheritdoc/>
    public int Height => _header.Height;

    /// <inheritdoc/>
    public ExifOrientation Orientation => ImageOrientation.Read(ImageFormat.Png, _file.Span);

    /// <inheritdoc/>
    public int DeepSamples => _header.Samples + (_transparent is null ? 0 : 1);

    private int PixelBytes => WordBytes * _header.Samples;

    /// <summary>Whether a file that begins as a PNG has samples of 16 bits.</summary>
    public static bool Reads(ReadOnlySpan<byte> file) => PngHeader.Find(file) is { Bits: WordBits, ColorType: 0 or 2 or 4 or 6 };

    /// <summary>Opens a file of samples of 16 bits.</summary>
    /// <exception cref="FormatFaultException">Its header is damaged.</exception>
    public static PngRaster Open(ReadOnlyMemory<byte> file) =>
        new(file, PngHeader.Find(file.Span) ?? throw FormatFaultException.Header("it does not begin with IHDR"));

    /// <inheritdoc/>
    public void Verify() => _header.Verify();

    /// <inheritdoc/>
    public void Read(Span<float> planes, DecodingDeadline deadline)
    {
        int rowBytes = Width * PixelBytes;
        byte[] data = BufferPool.Shared.Rent(DataLength()), rows = ArrayPool<byte>.Shared.Rent(2 * rowBytes);
        using var source = new DeflateSource();
        try
        {
            source.Begin(data.AsMemory(0, Gather(data)));
            foreach (PngPass pass in PngPass.Of(_header))
                ReadPass(source, pass, rows.AsSpan(0, 2 * rowBytes), planes, deadline);
            // What is behind the last row is nothing but the checksum, which is compared when it is reached.
            source.Read(rows.AsSpan(0, 1));
        }
        finally
        {
            BufferPool.Shared.Return(data);
            ArrayPool<byte>.Shared.Return(rows);
        }
    }

    private void ReadPass(DeflateSource source, PngPass pass, Span<byte> rows, Span<float> planes, DecodingDeadline deadline)
    {
        int columns = pass.Columns(Width), count = pass.Rows(Height);
        if (columns == 0 || count == 0)
            return;
        Span<byte> row = rows[..(columns * PixelBytes)], above = rows.Slice(rows.Length / 2, row.Length), filter = stackalloc byte[1];
        above.Clear();
        for (int y = 0; y < count; y++)
        {
            deadline.Check();
            if (source.Read(filter) < 1 || source.Read(row) < row.Length)
                throw FormatFaultException.Truncated();
            PngFilter.Undo(filter[0], row, above, PixelBytes);
            Put(row, (pass.Top + y * pass.Down) * Width + pass.Left, pass.Across, planes);
            Span<byte> done = row;
            row = above;
            above = done;
        }
    }

    private void Put(ReadOnlySpan<byte> row, int first, int step, Span<float> planes)
    {
        int plane = Width * Height, samples = _header.Samples;
        for (int sample = 0; sample < samples; sample++)
        {
            Span<float> values = planes.Slice(sample * plane, plane);
            for (int at = sample * WordBytes, i = first; at < row.Length; at += PixelBytes, i += step)
                values[i] = BinaryPrimitives.ReadUInt16BigEndian(row[at..]) / DeepPixels.WordsPerByte;
        }

        if (_transparent is null)
            return;
        Span<float> alpha = planes.Slice(samples * plane, plane);
        for (int at = 0, i = first; at < row.Length; at += PixelBytes, i += step)
            alpha[i] = IsTransparent(row.Slice(at, PixelBytes)) ? 0 : Opaque;
    }

    private bool IsTransparent(ReadOnlySpan<byte> pixel)
    {
        for (int sample = 0; sample < _transparent!.Length; sample++)
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(pixel[(WordBytes * sample)..]) != _transparent[sample])
                return false;
        }

        return true;
    }

    // The colour of the chunk tRNS (11.3.1.1); null where there is none.
    private static ushort[]? FindTransparent(ReadOnlySpan<byte> file, int samples)
    {
        foreach (PngChunks.Chunk chunk in new PngChunks(file))
        {
            if (chunk.Type.SequenceEqual("IDAT"u8))
                return null;
            if (!chunk.Type.SequenceEqual("tRNS"u8) || chunk.Content.Length != WordBytes * samples)
                continue;
            ushort[] color = new ushort[samples];
            for (int i = 0; i < samples; i++)
                color[i] = BinaryPrimitives.ReadUInt16BigEndian(chunk.Content[(WordBytes * i)..]);
            return color;
        }

        return null;
    }

    private int DataLength()
    {
        int length = 0;
        foreach (PngChunks.Chunk chunk in new PngChunks(_file.Span))
            length += chunk.Type.SequenceEqual("IDAT"u8) ? chunk.Content.Length : 0;
        return length;
    }

    // The compressed bytes of all chunks are one stream (10.1).
    private int Gather(Span<byte> data)
    {
        int length = 0;
        foreach (PngChunks.Chunk chunk in new PngChunks(_file.Span))
        {
            if (!chunk.Type.SequenceEqual("IDAT"u8))
                continue;
            chunk.Content.CopyTo(data[length..]);
            length += chunk.Content.Length;
        }

        return length;
    }
}
