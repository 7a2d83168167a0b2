namespace Fovea.Imaging.Png;

/// <summary>A part of a PNG whose rows follow each other in the file: every so many columns and rows of the picture.</summary>
/// <param name="Left">The first column.</param>
/// <param name="Top">The first row.</param>
/// <param name="Across">From one column to the next.</param>
/// <param name="Down">From one row to the next.</param>
internal readonly record struct PngPass(int Left, int Top, int Across, int Down)
{
    // Adam7 (PNG specification, third edition, 8.2).
    private static readonly PngPass[] Interlaced =
    [
        new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2),
    ];

    private static readonly PngPass[] Whole = [new(0, 0, 1, 1)];

    /// <summary>The parts of a picture, in the order in which they are stored; some may be empty.</summary>
    public static IReadOnlyList<PngPass> Of(PngHeader header) => header.Interlacing == 0 ? Whole : Interlaced;

    /// <summary>The columns of a picture that belong to it.</summary>
    public int Columns(int width) => Count(width, Left, Across);

    /// <summary>The rows of a picture that belong to it.</summary>
    public int Rows(int height) => Count(height, Top, Down);

    private static int Count(int side, int first, int step) => side <= first ? 0 : (side - first - 1) / step + 1;
}
