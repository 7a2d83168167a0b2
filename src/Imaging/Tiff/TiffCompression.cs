using Fovea.Imaging.Rasters;

namespace Fovea.Imaging.Tiff;

/// <summary>How strips and tiles are compressed, as far as it is read.</summary>
internal enum TiffCompression
{
    /// <summary>Not at all.</summary>
    None = 1,

    /// <summary>LZW (TIFF 6.0, section 13).</summary>
    Lzw = 5,

    /// <summary>zlib data (TIFF Technical Note 2, "Adobe Deflate").</summary>
    Deflate = 8,

    /// <summary>Run lengths of bytes (TIFF 6.0, section 9).</summary>
    PackBits = 32773,
}

/// <summary>Properties of the compressions.</summary>
internal static class TiffCompressions
{
    private const long OldDeflate = 32946;

    /// <summary>Reads the compression.</summary>
    /// <exception cref="FormatFaultException">It is none that is read.</exception>
    public static TiffCompression Read(TiffDirectory directory)
    {
        long number = directory.Value(TiffTag.Compression, missing: (long)TiffCompression.None);
        if (number == OldDeflate)
            return TiffCompression.Deflate;
        if (Enum.IsDefined((TiffCompression)number))
            return (TiffCompression)number;
        string name = number switch
        {
            2 or 3 or 4 => "CCITT (fax) compression",
            6 or 7 => "JPEG compression",
            34712 => "JPEG 2000 compression",
            34887 => "LERC compression",
            34925 => "LZMA compression",
            50000 => "Zstandard compression",
            50001 => "WebP compression",
            _ => $"compression {number}",
        };
        throw FormatFaultException.Unsupported($"a TIFF with {name}", "save it with LZW, Deflate, PackBits or without compression");
    }

    /// <summary>What unpacks it.</summary>
    public static ChunkSource CreateSource(this TiffCompression compression) => compression switch
    {
        TiffCompression.Lzw => new LzwSource(),
        TiffCompression.Deflate => new DeflateSource(),
        TiffCompression.PackBits => new PackBitsSource(),
        _ => new StoredSource(),
    };
}
