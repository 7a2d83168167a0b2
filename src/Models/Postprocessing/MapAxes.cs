using Fovea.Imaging.Pixels;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Postprocessing;

/// <summary>Where the pixels of the picture that a network saw lie in its map.</summary>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">Its rows.</param>
internal readonly record struct MapAxes(MapAxis Columns, MapAxis Rows)
{
    /// <summary>The pixels that the longer side of a map or a mask has at most: those of larger pictures are made smaller.</summary>
    public const int MostSide = 2048;

    /// <summary>The axes of a map.</summary>
    /// <param name="map">The width and height of the map.</param>
    /// <param name="mapping">How the picture became the network's input.</param>
    /// <param name="input">The width and height of the input.</param>
    /// <param name="mostSide">The pixels that the longer side of the result has at most.</param>
    public static MapAxes Of(
        (int Width, int Height) map, PixelMapping mapping, (int Width, int Height) input, int mostSide)
    {
        (int x0, int y0, int width, int height) = mapping.ResizedRegion;
        (int wholeWidth, int wholeHeight) = mapping.WholeSize;
        double scale = Math.Min(1, (double)mostSide / Math.Max(wholeWidth, wholeHeight));
        return new MapAxes(
            new MapAxis(wholeWidth, scale, (x0, width), mapping.ResizedSize.Width, mapping.Columns, input.Width, map.Width),
            new MapAxis(wholeHeight, scale, (y0, height), mapping.ResizedSize.Height, mapping.Rows, input.Height, map.Height));
    }

    /// <summary>The pixels of the picture as it is shown, where it was not turned upright before the network saw it.</summary>
    /// <param name="pixels">The pixels of the picture that the network saw, row by row.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="mapping">How the picture became the network's input.</param>
    public static (int Width, int Height, T[] Pixels) AsShown<T>(T[] pixels, int width, PixelMapping mapping)
    {
        int height = pixels.Length / width;
        if (mapping.Upright || mapping.Orientation == ExifOrientation.Normal)
            return (width, height, pixels);
        (int shownWidth, int shownHeight) = mapping.Orientation.SwapsSides() ? (height, width) : (width, height);
        double across = (double)mapping.StoredSize.Width / width, down = (double)mapping.StoredSize.Height / height;
        double perColumn = (double)mapping.ShownSize.Width / shownWidth, perRow = (double)mapping.ShownSize.Height / shownHeight;
        var turned = new T[pixels.Length];
        for (int i = 0; i < turned.Length; i++)
        {
            (int y, int x) = Math.DivRem(i, width);
            (double shownX, double shownY) = mapping.StoredToShown((x + 0.5) * across, (y + 0.5) * down);
            int column = Math.Clamp((int)(shownX / perColumn), 0, shownWidth - 1);
            int row = Math.Clamp((int)(shownY / perRow), 0, shownHeight - 1);
            turned[(row * shownWidth) + column] = pixels[i];
        }

        return (shownWidth, shownHeight, turned);
    }
}
