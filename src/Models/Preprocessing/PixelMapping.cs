using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resizing;

namespace Fovea.Models.Preprocessing;

/// <summary>
/// How an image was mapped to the network's input, so that positions in the input can be mapped back to the image. Positions are in pixels
/// from the top left corner; the centre of the first pixel is (0.5, 0.5).
/// </summary>
public readonly record struct PixelMapping
{
    /// <summary>The size of the image as stored in its file.</summary>
    public required (int Width, int Height) StoredSize { get; init; }

    /// <summary>How the stored image must be turned to be upright.</summary>
    public required ExifOrientation Orientation { get; init; }

    /// <summary>Whether the image was turned upright before it was resized.</summary>
    public required bool Upright { get; init; }

    /// <summary>
    /// The part of the image (upright, where <see cref="Upright"/> is set) that was resized: its first column and row, and its size; null
    /// where the whole image was.
    /// </summary>
    public (int X, int Y, int Width, int Height)? SourceRegion { get; init; }

    /// <summary>The size of the whole image after resizing and before cropping.</summary>
    public required (int Width, int Height) ResizedSize { get; init; }

    /// <summary>
    /// The one ratio by which both sides of a picture that was fitted in were multiplied, before they became whole pixels; null with other
    /// rules.
    /// </summary>
    public double? Ratio { get; init; }

    /// <summary>The columns of the resized image that are in the input, and their position there.</summary>
    public required CropWindow Columns { get; init; }

    /// <summary>The rows of the resized image that are in the input, and their position there.</summary>
    public required CropWindow Rows { get; init; }

    /// <summary>The size of the network's input in pixels.</summary>
    public required (int Width, int Height) InputSize { get; init; }

    /// <summary>The mapping of an image that has the input's size.</summary>
    internal static PixelMapping Same(int width, int height) => new()
    {
        StoredSize = (width, height),
        Orientation = ExifOrientation.Normal,
        Upright = true,
        ResizedSize = (width, height),
        Columns = CropWindow.Start(width, width),
        Rows = CropWindow.Start(height, height),
        InputSize = (width, height),
    };

    /// <summary>The size of the image as viewers show it: upright.</summary>
    public (int Width, int Height) ShownSize => Orientation.SwapsSides() ? (StoredSize.Height, StoredSize.Width) : StoredSize;

    /// <summary>The size of the image as it was resized: upright, or as stored in its file.</summary>
    internal (int Width, int Height) WholeSize => Upright ? ShownSize : StoredSize;

    /// <summary>The ratios by which columns and rows were multiplied, where one ratio fits both, before they became whole pixels.</summary>
    internal (double Across, double Down) Ratios => Ratio is { } ratio
        ? (ratio, ratio)
        : ((double)ResizedSize.Width / ResizedRegion.Width, (double)ResizedSize.Height / ResizedRegion.Height);

    /// <summary>The part of the image that was resized, whether it was all of it or not.</summary>
    internal (int X, int Y, int Width, int Height) ResizedRegion
    {
        get
        {
            (int width, int height) = WholeSize;
            return SourceRegion ?? (0, 0, width, height);
        }
    }

    /// <summary>Maps a position in the input to the upright image. A position in the padding is mapped outside of the image.</summary>
    public (double X, double Y) ToShown(double x, double y) => ToShown(x, y, null);

    /// <summary>The same by one ratio for both sides, as many detectors' originals do it.</summary>
    /// <param name="x">The column in the input.</param>
    /// <param name="y">The row in the input.</param>
    /// <param name="ratio">The ratio; null where each side has its own.</param>
    internal (double X, double Y) ToShown(double x, double y, double? ratio)
    {
        (double resizedX, double resizedY) = (x - Columns.Offset + Columns.First, y - Rows.Offset + Rows.First);
        (int x0, int y0, int width, int height) = ResizedRegion;
        double imageX = x0 + (ratio is { } across ? resizedX / across : resizedX * width / ResizedSize.Width);
        double imageY = y0 + (ratio is { } down ? resizedY / down : resizedY * height / ResizedSize.Height);
        return Upright ? (imageX, imageY) : StoredToShown(imageX, imageY);
    }

    /// <summary>Maps a position in the input, divided by <see cref="Ratios"/>, to the upright image.</summary>
    internal (double X, double Y) UnscaledToShown(double x, double y)
    {
        (double across, double down) = Ratios;
        (int x0, int y0, _, _) = ResizedRegion;
        double imageX = x0 + x + ((Columns.First - Columns.Offset) / across);
        double imageY = y0 + y + ((Rows.First - Rows.Offset) / down);
        return Upright ? (imageX, imageY) : StoredToShown(imageX, imageY);
    }

    /// <summary>Maps a position in the upright image to the input; null where the network does not see it.</summary>
    public (double X, double Y)? ToInput(double x, double y)
    {
        (double imageX, double imageY) = Upright ? (x, y) : TurnBack(x, y);
        (int x0, int y0, int width, int height) = ResizedRegion;
        double resizedX = (imageX - x0) * ResizedSize.Width / width, resizedY = (imageY - y0) * ResizedSize.Height / height;
        return IsKept(resizedX, Columns) && IsKept(resizedY, Rows)
            ? (resizedX - Columns.First + Columns.Offset, resizedY - Rows.First + Rows.Offset)
            : null;
    }

    /// <summary>Maps a position in the input to the image as stored in its file.</summary>
    public (double X, double Y) ToStored(double x, double y)
    {
        (double shownX, double shownY) = ToShown(x, y);
        return TurnBack(shownX, shownY);
    }

    private static bool IsKept(double position, CropWindow window) =>
        position >= window.First && position < window.First + window.Count;

    /// <summary>Maps a position in the image as stored in its file to the upright image.</summary>
    internal (double X, double Y) StoredToShown(double x, double y)
    {
        (int width, int height) = StoredSize;
        return Orientation switch
        {
            ExifOrientation.FlipHorizontal => (width - x, y),
            ExifOrientation.Rotate180 => (width - x, height - y),
            ExifOrientation.FlipVertical => (x, height - y),
            ExifOrientation.Transpose => (y, x),
            ExifOrientation.Rotate90 => (height - y, x),
            ExifOrientation.Transverse => (height - y, width - x),
            ExifOrientation.Rotate270 => (y, width - x),
            _ => (x, y),
        };
    }

    private (double X, double Y) TurnBack(double x, double y)
    {
        (int width, int height) = StoredSize;
        return Orientation switch
        {
            ExifOrientation.FlipHorizontal => (width - x, y),
            ExifOrientation.Rotate180 => (width - x, height - y),
            ExifOrientation.FlipVertical => (x, height - y),
            ExifOrientation.Transpose => (y, x),
            ExifOrientation.Rotate90 => (y, height - x),
            ExifOrientation.Transverse => (width - y, height - x),
            ExifOrientation.Rotate270 => (width - y, x),
            _ => (x, y),
        };
    }
}
