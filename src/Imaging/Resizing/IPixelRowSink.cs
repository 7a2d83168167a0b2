namespace Fovea.Imaging.Resizing;

/// <summary>Takes the rows of a resized image as they are computed.</summary>
public interface IPixelRowSink
{
    /// <summary>Takes neighbouring pixels of one row.</summary>
    /// <param name="pixels">RGBA or gray bytes, as many per pixel as the source has; valid during the call only.</param>
    /// <param name="x">The column of the first pixel in the crop.</param>
    /// <param name="y">The row in the crop.</param>
    void WriteRow(ReadOnlySpan<byte> pixels, int x, int y);
}
