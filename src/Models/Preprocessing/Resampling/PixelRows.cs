namespace Fovea.Models.Preprocessing.Resampling;

/// <summary>A rectangle of pixels in memory: rows of <paramref name="width"/> pixels of <paramref name="pixelBytes"/> bytes each, without gaps.</summary>
internal readonly ref struct PixelRows(ReadOnlySpan<byte> bytes, int width, int height, int pixelBytes)
{
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    public int Width { get; } = width;

    public int Height { get; } = height;

    public int PixelBytes { get; } = pixelBytes;

    /// <summary>The distance between the begins of two rows, in bytes.</summary>
    public int Pitch => Width * PixelBytes;

    /// <summary>A row, from a column on.</summary>
    public ReadOnlySpan<byte> Row(int y, int x = 0) => Bytes[(y * Pitch + x * PixelBytes)..((y + 1) * Pitch)];
}
