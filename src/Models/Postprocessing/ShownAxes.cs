using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resizing;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Postprocessing;

/// <summary>
/// Where the pixels of a picture as it is shown lie in a network's map. The padding of a picture that was fitted in is cut off in whole
/// cells, as Ultralytics does it (<c>utils/ops.py</c>, <c>scale_masks</c>).
/// </summary>
/// <param name="Across">Its columns.</param>
/// <param name="Down">Its rows.</param>
/// <param name="Swaps">Whether its columns are rows of the map.</param>
internal sealed record ShownAxes(ShownAxis Across, ShownAxis Down, bool Swaps)
{
    // Before a half cell becomes a whole one or none.
    private const double Rounding = 0.1;

    /// <summary>The axes of a map.</summary>
    /// <param name="mapping">How the picture became the network's input.</param>
    /// <param name="map">The width and height of the map.</param>
    /// <param name="scale">The sides of the result over those of the picture, at most 1.</param>
    public static ShownAxes Of(PixelMapping mapping, (int Width, int Height) map, double scale)
    {
        (int x0, int y0, int width, int height) = mapping.ResizedRegion;
        (double? ratio, (int inputWidth, int inputHeight)) = (mapping.Ratio, mapping.InputSize);
        (int wholeWidth, int wholeHeight) = mapping.WholeSize;
        MapAxis columns =
            Axis(wholeWidth, scale, (x0, width), mapping.ResizedSize.Width, mapping.Columns, inputWidth, map.Width, ratio);
        MapAxis rows =
            Axis(wholeHeight, scale, (y0, height), mapping.ResizedSize.Height, mapping.Rows, inputHeight, map.Height, ratio);
        (double x, double y) = mapping.Upright ? (0, 0) : mapping.StoredToShown(0, 0);
        bool swaps = !mapping.Upright && mapping.Orientation.SwapsSides();
        return new ShownAxes(new ShownAxis(swaps ? rows : columns, x > 0), new ShownAxis(swaps ? columns : rows, y > 0), swaps);
    }

    private static MapAxis Axis(
        int whole, double scale, (int First, int Length) region, int resized, CropWindow window, int input, int map, double? ratio)
    {
        if (ratio is not { } both || region != (0, whole) || window.Count != resized)
            return new MapAxis(whole, scale, region, resized, window, input, map);
        double padding = map - (whole * both * map / input);
        bool isFirst = window.Offset == 0;
        int first = isFirst ? 0 : (int)Math.Round((padding / 2) - Rounding);
        int end = map - (int)Math.Round((isFirst ? padding : padding / 2) + Rounding);
        (first, end) = (Math.Clamp(first, 0, map - 1), Math.Clamp(end, Math.Clamp(first, 0, map - 1) + 1, map));
        return new MapAxis(whole, scale, region, end - first, new CropWindow(0, end - first, first), map, map);
    }
}
