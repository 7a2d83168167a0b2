namespace Fovea.Imaging.Pixels;

/// <summary>A rectangle of one sample per pixel in memory: rows from top to bottom.</summary>
/// <param name="values">From the first value of the rectangle to its last one.</param>
/// <param name="width">The width in pixels.</param>
/// <param name="height">The height in pixels.</param>
/// <param name="pitch">The distance between the starts of two rows, in values; at least the width.</param>
public readonly ref struct PlaneRows(ReadOnlySpan<float> values, int width, int height, int pitch)
{
    private readonly ReadOnlySpan<float> _values = values;
    private readonly int _pitch = pitch;

    /// <summary>The width in pixels.</summary>
    public int Width { get; } = width;

    /// <summary>The height in pixels.</summary>
    public int Height { get; } = height;

    /// <summary>The values of row <paramref name="y"/>, from column <paramref name="x"/> on.</summary>
    public ReadOnlySpan<float> Row(int y, int x = 0) => _values.Slice(y * _pitch + x, Width - x);

    /// <summary>A part of the rectangle.</summary>
    /// <param name="x">Its first column.</param>
    /// <param name="y">Its first row.</param>
    /// <param name="width">Its width in pixels.</param>
    /// <param name="height">Its height in pixels.</param>
    public PlaneRows Part(int x, int y, int width, int height) => new(_values[(y * _pitch + x)..], width, height, _pitch);
}
