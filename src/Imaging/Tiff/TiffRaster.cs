using System.Buffers;
using Fovea.Imaging.Metadata;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Rasters;

namespace Fovea.Imaging.Tiff;

/// <summary>
/// The first page of a TIFF (TIFF 6.0): strips or tiles, samples of 1 to 16 bits together or in planes, gray, RGB, palette or CMYK;
/// gray of floating point. Takes one row of memory besides the pixels, whatever the file says.
/// </summary>
internal sealed class TiffRaster : IRaster, IDeepRaster
{
    private const int Planar = 2;

    private readonly ReadOnlyMemory<byte> _file;
    private readonly TiffDirectory _directory;
    private TiffCompression _compression;
    private TiffColors _colors;
    private TiffSamples _samples = null!;
    private TiffChunks _chunks = null!;
    private byte[] _palette = [];
    private bool _isPlanar;
    private bool _isPredicted;

    private TiffRaster(ReadOnlyMemory<byte> file, TiffDirectory directory) => (_file, _directory) = (file, directory);

    /// <inheritdoc/>
    public int Width => Side(TiffTag.ImageWidth);

    /// <inheritdoc/>
    public int Height => Side(TiffTag.ImageLength);

    /// <inheritdoc/>
    public ExifOrientation Orientation => ImageOrientation.Read(ImageFormat.Tiff, _file.Span);

    /// <inheritdoc/>
    public int DeepSamples =>
        _samples.Bits < 16 || _colors == TiffColors.Cmyk ? 0 : _colors.Samples() + (_samples.Alpha < 0 ? 0 : 1);

    private int Planes => _isPlanar ? _samples.Count : 1;

    private int RowSamples => _isPlanar ? 1 : _samples.Count;

    /// <summary>Reads the directory of a file that begins as a TIFF.</summary>
    /// <exception cref="FormatFaultException">It is truncated, makes no sense, or is of a kind that is not read.</exception>
    public static TiffRaster Open(ReadOnlyMemory<byte> file) => new(file, TiffDirectory.Read(file));

    /// <inheritdoc/>
    public void Verify()
    {
        _compression = TiffCompressions.Read(_directory);
        _colors = TiffColorKinds.Read(_directory);
        _samples = TiffSamples.Read(_directory, _colors);
        if (_directory.Value(TiffTag.FillOrder, missing: 1) != 1)
            throw FormatFaultException.Unsupported("a TIFF whose bits are in reversed order", "save it with FillOrder 1");
        _isPlanar = _directory.Value(TiffTag.PlanarConfiguration, missing: 1) == Planar && _samples.Count > 1;
        _isPredicted = TiffPredictor.IsUsed(_directory, _compression, _samples.Bits);
        _palette = TiffPalette.Read(_directory, _colors, _samples.Bits);
        _chunks = TiffChunks.Read(_directory, Width, Height);
        _chunks.Verify(Planes, _file.Length);
        if (!_chunks.HasCounts && _compression != TiffCompression.None)
            throw FormatFaultException.Header("nothing says how many bytes its strips or tiles have");
    }

    /// <inheritdoc/>
    public void Read(Span<byte> rgba, DecodingDeadline deadline)
    {
        Unpack(new TiffPlanes(_samples, _colors, _directory.LittleEndian, rgba), deadline);
        TiffPixels.Convert(rgba, _colors, _samples, _palette);
    }

    /// <inheritdoc/>
    public void Read(Span<float> planes, DecodingDeadline deadline)
    {
        var target = new TiffDeepPlanes(_samples, _directory.LittleEndian, planes, DeepSamples);
        Unpack(target, deadline);
        target.Divide();
    }

    private void Unpack<TTarget>(TTarget target, DecodingDeadline deadline)
        where TTarget : ITiffTarget, allows ref struct
    {
        int rowBytes = (int)(((long)_chunks.Width * RowSamples * _samples.Bits + 7) / 8);
        byte[] rented = ArrayPool<byte>.Shared.Rent(rowBytes);
        using ChunkSource source = _compression.CreateSource();
        try
        {
            int perPlane = _chunks.Across * _chunks.Down;
            for (int plane = 0; plane < Planes; plane++)
            {
                for (int chunk = 0; chunk < perPlane && (!_isPlanar || target.Wants(plane)); chunk++)
                {
                    source.Begin(_chunks.Slice(plane * perPlane + chunk, _file, (long)rowBytes * _chunks.Height));
                    ReadChunk(source, chunk, rented.AsSpan(0, rowBytes), _isPlanar ? plane : -1, target, deadline);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void ReadChunk<TTarget>(
        ChunkSource source, int chunk, Span<byte> row, int plane, TTarget target, DecodingDeadline deadline)
        where TTarget : ITiffTarget, allows ref struct
    {
        int width = Width, height = Height;
        int left = chunk % _chunks.Across * _chunks.Width, top = chunk / _chunks.Across * _chunks.Height;
        int columns = Math.Min(_chunks.Width, width - left), bottom = Math.Min(top + _chunks.Height, height);
        for (int y = top; y < bottom; y++)
        {
            deadline.Check();
            if (source.Read(row) < row.Length)
                throw FormatFaultException.Truncated();
            if (_isPredicted && _samples.Bits == 8)
                TiffPredictor.SumBytes(row, RowSamples);
            else if (_isPredicted)
                TiffPredictor.SumWords(row, RowSamples, _directory.LittleEndian);
            target.Put(row, plane, y * width + left, columns);
        }
    }

    private int Side(TiffTag tag)
    {
        if (_directory.Count(tag) == 0)
            throw FormatFaultException.Header($"it has no {tag}");
        return (int)Math.Min(_directory.Value(tag, missing: 0), int.MaxValue);
    }
}
