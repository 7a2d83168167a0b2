namespace Fovea.Imaging.Pixels;

/// <summary>A rectangle of pixels in memory: rows of <paramref name="width"/> pixels of <paramref name="pixelBytes"/> bytes each, without gaps.</summary>
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

    /// <summary>The distance between the begins of two rows, in bytes.</summary>
    public int Pitch => Width * PixelBytes;

    /// <summary>A row, from a column on.</summary>
    public ReadOnlySpan<byte> Row(int y, int x = 0) => Bytes[(y * Pitch + x * PixelBytes)..((y + 1) * Pitch)];
}
