using Fovea.Imaging.Pixels;
using Fovea.Imaging.Rasters;

namespace Fovea.Imaging.Netpbm;

/// <summary>The first picture of a PBM, PGM or PPM file.</summary>
internal sealed class NetpbmRaster : IRaster, IDeepRaster
{
    private readonly ReadOnlyMemory<byte> _file;
    private readonly NetpbmHeader _header;

    private NetpbmRaster(ReadOnlyMemory<byte> file, NetpbmHeader header) => (_file, _header) = (file, header);

    /// <inheritdoc/>
    public int Width => _header.Width;

    /// <inheritdoc/>
    public int Height => _header.Height;

    /// <inheritdoc/>
    public ExifOrientation Orientation => ExifOrientation.Normal;

    /// <inheritdoc/>
    public int DeepSamples => SampleBytes == 1 ? 0 : _header.Samples;

    private int SampleBytes => _header.Largest > byte.MaxValue ? 2 : 1;

    private long RowBytes => _header.IsBits ? (Width + 7) / 8 : (long)Width * _header.Samples * SampleBytes;

    /// <summary>Reads the header of a file that begins as one of them.</summary>
    /// <exception cref="FormatFaultException">The header is truncated or makes no sense.</exception>
    public static NetpbmRaster Open(ReadOnlyMemory<byte> file) => new(file, NetpbmHeader.Read(file.Span));

    /// <inheritdoc/>
    public void Verify()
    {
        if (!_header.IsText && RowBytes * Height > _file.Length - _header.PixelsOffset)
            throw FormatFaultException.Truncated();
    }

    /// <inheritdoc/>
    public void Read(Span<byte> rgba, DecodingDeadline deadline)
    {
        byte[] table = _header.IsBits ? [] : NetpbmScale.Table(_header);
        var numbers = new NetpbmNumbers(_file.Span, _header.PixelsOffset);
        for (int y = 0; y < Height; y++)
        {
            deadline.Check();
            Span<byte> row = rgba.Slice(y * Width * PixelBytes.Count, Width * PixelBytes.Count);
            if (_header.IsText)
                ReadText(ref numbers, row, table);
            else
                ReadBytes(_file.Span.Slice((int)(_header.PixelsOffset + y * RowBytes), (int)RowBytes), row, table);
        }
    }

    /// <inheritdoc/>
    public void Read(Span<float> planes, DecodingDeadline deadline)
    {
        float[] table = NetpbmScale.DeepTable(_header);
        var numbers = new NetpbmNumbers(_file.Span, _header.PixelsOffset);
        int plane = Width * Height, samples = _header.Samples;
        for (int y = 0; y < Height; y++)
        {
            deadline.Check();
            ReadOnlySpan<byte> row = _header.IsText
                ? default : _file.Span.Slice((int)(_header.PixelsOffset + y * RowBytes), (int)RowBytes);
            for (int i = 0; i < samples * Width; i++)
                planes[i % samples * plane + y * Width + i / samples] = table[row.IsEmpty ? NextSample(ref numbers) : Sample(row, i)];
        }
    }

    private void ReadText(ref NetpbmNumbers numbers, Span<byte> row, byte[] table)
    {
        for (int at = 0; at < row.Length; at += PixelBytes.Count)
        {
            Span<byte> pixel = row.Slice(at, PixelBytes.Count);
            if (_header.IsBits)
            {
                PixelBytes.SetGray(pixel, Gray(numbers.NextBit() ?? throw FormatFaultException.Truncated()));
                continue;
            }

            PixelBytes.SetGray(pixel, table[NextSample(ref numbers)]);
            for (int i = 1; i < _header.Samples; i++)
                pixel[i] = table[NextSample(ref numbers)];
        }
    }

    private int NextSample(ref NetpbmNumbers numbers)
    {
        int value = numbers.Next() ?? throw FormatFaultException.Truncated();
        return value <= _header.Largest
            ? value : throw FormatFaultException.Damaged($"the value {value} is beyond the largest one, {_header.Largest}");
    }

    private void ReadBytes(ReadOnlySpan<byte> source, Span<byte> row, byte[] table)
    {
        int sample = 0;
        for (int x = 0; x < Width; x++)
        {
            Span<byte> pixel = row.Slice(x * PixelBytes.Count, PixelBytes.Count);
            if (_header.IsBits)
            {
                PixelBytes.SetGray(pixel, Gray((source[x >> 3] >> (7 - (x & 7)) & 1) == 1));
                continue;
            }

            PixelBytes.SetGray(pixel, table[Sample(source, sample++)]);
            for (int i = 1; i < _header.Samples; i++)
                pixel[i] = table[Sample(source, sample++)];
        }
    }

    private int Sample(ReadOnlySpan<byte> source, int index) =>
        SampleBytes == 1 ? source[index] : source[2 * index] << 8 | source[2 * index + 1];

    // A bit that is set is black.
    private static byte Gray(bool bit) => bit ? byte.MinValue : byte.MaxValue;
}
