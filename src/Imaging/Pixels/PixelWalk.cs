namespace Fovea.Imaging.Pixels;

/// <summary>How stored pixels are gone through so that the output is upright. Steps are in pixels.</summary>
/// <param name="Width">The width of the output.</param>
/// <param name="Height">The height of the output.</param>
/// <param name="Step">From one output pixel to the next.</param>
/// <param name="RowStep">From one output row to the next.</param>
/// <param name="Origin">The first pixel.</param>
internal readonly record struct PixelWalk(int Width, int Height, int Step, int RowStep, int Origin)
{
    /// <summary>The way through an image.</summary>
    /// <param name="orientation">How its pixels must be turned.</param>
    /// <param name="width">The stored width in pixels.</param>
    /// <param name="height">The stored height in pixels.</param>
    public static PixelWalk Of(ExifOrientation orientation, int width, int height)
    {
        int right = width - 1;
        int bottom = (height - 1) * width;
        (int step, int rowStep, int origin) = orientation switch
        {
            ExifOrientation.FlipHorizontal => (-1, width, right),
            ExifOrientation.Rotate180 => (-1, -width, bottom + right),
            ExifOrientation.FlipVertical => (1, -width, bottom),
            ExifOrientation.Transpose => (width, 1, 0),
            ExifOrientation.Rotate90 => (-width, 1, bottom),
            ExifOrientation.Transverse => (-width, -1, bottom + right),
            ExifOrientation.Rotate270 => (width, -1, right),
            _ => (1, width, 0),
        };
        return orientation.SwapsSides()
            ? new PixelWalk(height, width, step, rowStep, origin) : new PixelWalk(width, height, step, rowStep, origin);
    }
}
