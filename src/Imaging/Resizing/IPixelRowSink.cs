namespace Fovea.Imaging.Resizing;

/// <summary>Receives the rows of a resized image as they are computed.</summary>
public interface IPixelRowSink
{
    /// <summary>Receives the pixels of one row.</summary>
    /// <param name="pixels">RGBA or gray bytes, as in the source; valid only during the call.</param>
    /// <param name="x">The column of the first pixel in the crop.</param>
    /// <param name="y">The row in the crop.</param>
    void WriteRow(ReadOnlySpan<byte> pixels, int x, int y);
}
