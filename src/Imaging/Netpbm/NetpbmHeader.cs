using Fovea.Imaging.Rasters;

namespace Fovea.Imaging.Netpbm;

/// <summary>The header of a PBM, PGM or PPM file (pbm(5), pgm(5), ppm(5)).</summary>
/// <param name="Kind">1 to 6, as after the "P": bits, gray or colours as text, then the same as bytes.</param>
/// <param name="Width">The width in pixels.</param>
/// <param name="Height">The height in pixels.</param>
/// <param name="Largest">The value of full brightness, 1 to 65535; 1 for bits.</param>
/// <param name="PixelsOffset">Where the pixels begin.</param>
internal sealed record NetpbmHeader(int Kind, int Width, int Height, int Largest, int PixelsOffset)
{
    private const int MostLargest = 65_535;

    /// <summary>Whether pixels are single bits.</summary>
    public bool IsBits => Kind is 1 or 4;

    /// <summary>Whether pixels are written as text.</summary>
    public bool IsText => Kind <= 3;

    /// <summary>The samples of a pixel.</summary>
    public int Samples => Kind is 3 or 6 ? 3 : 1;

    /// <summary>Whether the bytes begin as such a file: "P", the kind, white space, and a size or a comment.</summary>
    public static bool Matches(ReadOnlySpan<byte> bytes) =>
        bytes is [(byte)'P', >= (byte)'1' and <= (byte)'6', (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n', ..]
        && bytes[3..].TrimStart(" \t\r\n"u8) is [>= (byte)'0' and <= (byte)'9' or (byte)'#', ..];

    /// <summary>Reads the header of a file that begins as one of them.</summary>
    /// <exception cref="FormatFaultException">The header is truncated or makes no sense.</exception>
    public static NetpbmHeader Read(ReadOnlySpan<byte> file)
    {
        int kind = file[1] - '0';
        var numbers = new NetpbmNumbers(file, 2);
        int width = numbers.Next() ?? throw End();
        int height = numbers.Next() ?? throw End();
        int largest = kind is 1 or 4 ? 1 : numbers.Next() ?? throw End();
        if (largest is < 1 or > MostLargest)
            throw FormatFaultException.Header($"its largest value is {largest}; it must be 1 to {MostLargest}");
        return new NetpbmHeader(kind, width, height, largest, numbers.Position);
    }

    private static FormatFaultException End() => FormatFaultException.Header("the file ends within the header");
}
