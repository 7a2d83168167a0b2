using Fovea.Imaging.Rasters;

namespace Fovea.Imaging.Tiff;

/// <summary>
/// How a picture is cut into strips or tiles (TIFF 6.0, sections 3 and 15), in pixels, and where these lie in the file. A strip is a tile
/// as wide as the picture.
/// </summary>
internal sealed class TiffChunks
{
    private const int ShortestTileSide = 16;

    // Tiles may reach beyond the picture, and nobody needs them much wider than it.
    private const int SpareColumns = 2048;

    // Tiles of the same content may be shared; a file whose chunks all read the whole of it makes work of nothing.
    private const int MostReadings = 4;

    private readonly TiffDirectory _directory;
    private readonly (TiffTag Offsets, TiffTag Counts) _tags;

    private TiffChunks(TiffDirectory directory, bool tiled)
    {
        _directory = directory;
        _tags = tiled ? (TiffTag.TileOffsets, TiffTag.TileByteCounts) : (TiffTag.StripOffsets, TiffTag.StripByteCounts);
    }

    /// <summary>The width of each.</summary>
    public int Width { get; private init; }

    /// <summary>The height of each; less of the last ones may be used.</summary>
    public int Height { get; private init; }

    /// <summary>How many lie beside each other.</summary>
    public int Across { get; private init; }

    /// <summary>How many lie below each other.</summary>
    public int Down { get; private init; }

    /// <summary>Reads how a picture is cut.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="width">The picture's width, within the limits.</param>
    /// <param name="height">The picture's height, within the limits.</param>
    /// <exception cref="FormatFaultException">It cannot be.</exception>
    public static TiffChunks Read(TiffDirectory directory, int width, int height)
    {
        bool tiled = directory.Count(TiffTag.TileWidth) > 0;
        long chunkWidth = tiled ? directory.Value(TiffTag.TileWidth, missing: 0) : width;
        long chunkHeight = tiled
            ? directory.Value(TiffTag.TileLength, missing: 0) : Math.Min(directory.Value(TiffTag.RowsPerStrip, missing: height), height);
        if (tiled && (chunkWidth < ShortestTileSide || chunkHeight < ShortestTileSide))
            throw FormatFaultException.Header(
                $"tiles of {chunkWidth}x{chunkHeight} pixels; both sides must be at least {ShortestTileSide}");
        if (chunkHeight < 1)
            throw FormatFaultException.Header("strips of no rows");
        long across = (width + chunkWidth - 1) / chunkWidth, down = (height + chunkHeight - 1) / chunkHeight;
        if (across * chunkWidth > 2L * width + SpareColumns)
            throw FormatFaultException.Header($"tiles of {chunkWidth}x{chunkHeight} pixels, far wider than the picture");
        return new TiffChunks(directory, tiled)
        {
            Width = (int)chunkWidth,
            Height = (int)Math.Min(chunkHeight, height),
            Across = (int)across,
            Down = (int)down,
        };
    }

    /// <summary>Checks where all of them lie.</summary>
    /// <param name="planes">How many pictures of one sample follow each other.</param>
    /// <param name="fileLength">The bytes of the file.</param>
    /// <exception cref="FormatFaultException">There are too few, or they overlap.</exception>
    public void Verify(int planes, long fileLength)
    {
        int count = planes * Across * Down;
        if (_directory.Count(_tags.Offsets) < count || (HasCounts && _directory.Count(_tags.Counts) < count))
            throw FormatFaultException.Header(
                $"{_tags.Offsets} and {_tags.Counts} have {_directory.Count(_tags.Offsets)} and {_directory.Count(_tags.Counts)} values " +
                $"where {count} are needed");
        long read = 0;
        for (int i = 0; HasCounts && i < count; i++)
            read += Math.Min(_directory.Value(_tags.Counts, missing: 0, i), fileLength);
        if (read > MostReadings * fileLength)
            throw FormatFaultException.Header($"strips or tiles of {read} bytes overlap in a file of {fileLength}");
    }

    /// <summary>The bytes of a strip or tile, as far as the file has them.</summary>
    /// <param name="index">Its index: by planes, from top to bottom, from left to right.</param>
    /// <param name="file">The file.</param>
    /// <param name="stored">The bytes that it takes where it is not compressed, which stand for a count that is missing.</param>
    public ReadOnlyMemory<byte> Slice(int index, ReadOnlyMemory<byte> file, long stored)
    {
        long start = Math.Min(_directory.Value(_tags.Offsets, missing: 0, index), file.Length);
        long count = Math.Min(HasCounts ? _directory.Value(_tags.Counts, missing: 0, index) : stored, file.Length - start);
        return file.Slice((int)start, (int)count);
    }

    /// <summary>Whether the file says how many bytes each has.</summary>
    public bool HasCounts => _directory.Count(_tags.Counts) > 0;
}
