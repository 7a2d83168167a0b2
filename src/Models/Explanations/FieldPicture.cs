using Fovea.Models.FeatureMaps;
using Fovea.Models.FeatureMaps.Drawing;

namespace Fovea.Models.Explanations;

/// <summary>Draws an effective receptive field, with a frame round the pixels that the cell can depend on.</summary>
public static class FieldPicture
{
    private const uint Frame = 0xFF5050;

    /// <summary>Draws it as PNG: the square roots of the magnitudes, which fall off fast.</summary>
    /// <param name="field">The field.</param>
    /// <param name="colormap">How values become colours.</param>
    /// <param name="maxPixels">The most pixels.</param>
    /// <exception cref="PictureTooLargeException">The picture would have more pixels than are drawn.</exception>
    public static byte[] Draw(EffectiveField field, Colormap colormap, long maxPixels)
    {
        ArgumentNullException.ThrowIfNull(field);
        HeatMap map = field.Map;
        int scale = InputPicture.EasyScale(map.Width, map.Height);
        while (scale > 1 && !InputPicture.IsDrawable(map.Width, map.Height, scale, maxPixels))
            scale--;
        if (!InputPicture.IsDrawable(map.Width, map.Height, scale, maxPixels))
        {
            throw new PictureTooLargeException(
                $"The picture would be {map.Width}x{map.Height} pixels; at most {maxPixels} pixels and {PictureLayout.MaxSide} per side " +
                "are drawn. Ask for npy.");
        }

        var palette = Palette.Of(colormap);
        float largest = MathF.Sqrt(map.Range.Max);
        using var canvas = new Canvas(map.Width * scale, map.Height * scale, 0);
        for (int i = 0; i < map.Values.Length; i++)
        {
            canvas.FillRectangle(
                i % map.Width * scale, i / map.Width * scale, scale, scale, palette.Colour(MathF.Sqrt(map.Values[i]), 0, largest));
        }

        if (field.Box is { } box)
        {
            (int top, int bottom) = ((int)box.Rows.Begin * scale, (int)box.Rows.End * scale);
            (int left, int right) = ((int)box.Columns.Begin * scale, (int)box.Columns.End * scale);
            canvas.FillRectangle(left, top, right - left, 1, Frame);
            canvas.FillRectangle(left, bottom - 1, right - left, 1, Frame);
            canvas.FillRectangle(left, top, 1, bottom - top, Frame);
            canvas.FillRectangle(right - 1, top, 1, bottom - top, Frame);
        }

        return canvas.EncodePng();
    }
}
