namespace Fovea.Imaging.Resizing;

/// <summary>Receives the rows of a resized plane as they are computed.</summary>
public interface IPlaneRowSink
{
    /// <summary>Receives the values of one row.</summary>
    /// <param name="values">One value per pixel; valid only during the call.</param>
    /// <param name="x">The column of the first pixel in the crop.</param>
    /// <param name="y">The row in the crop.</param>
    void WriteRow(ReadOnlySpan<float> values, int x, int y);
}
