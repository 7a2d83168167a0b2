namespace Fovea.Imaging.Pixels;

/// <summary>A rectangle of pixels in memory: rows from top to bottom without gaps.</summary>
/// <param name="bytes">All rows.</param>
/// <param name="width">The width in pixels.</param>
/// <param name="height">The height in pixels.</param>
/// <param name="pixelBytes">The bytes of one pixel: 4 (RGBA) or 1 (gray).</param>
public readonly ref struct PixelRows(ReadOnlySpan<byte> bytes, int width, int height, int pixelBytes)
{
    /// <summary>All rows.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>The width in pixels.</summary>
    public int Width { get; } = width;

    /// <summary>The height in pixels.</summary>
    public int Height { get; } = height;

    /// <summary>The bytes of one pixel: 4 (RGBA) or 1 (gray).</summary>
    public int PixelBytes { get; } = pixelBytes;

    /// <summary>The distance between the starts of two rows, in bytes.</summary>
    public int Pitch => Width * PixelBytes;

    /// <summary>The bytes of row <paramref name="y"/>, from column <paramref name="x"/> on.</summary>
    public ReadOnlySpan<byte> Row(int y, int x = 0) => Bytes[(y * Pitch + x * PixelBytes)..((y + 1) * Pitch)];
}
