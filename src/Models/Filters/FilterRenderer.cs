using Fovea.Models.FeatureMaps;
using Fovea.Models.FeatureMaps.Drawing;

namespace Fovea.Models.Filters;

/// <summary>
/// Draws filters as PNG pictures. Filters over three channels are pictures in red, green and blue, in which gray is 0. Of others each slice
/// is a picture, blue below 0, white at 0 and red above; a row of slices is a filter.
/// </summary>
public static class FilterRenderer
{
    private const uint Background = 0x202020;

    private const int Gap = 1;

    // The side that a slice has at least, where there are few.
    private const int EasySide = 28;

    private const int MostEasyPixels = 2_000_000;

    /// <summary>Draws all filters, or one, and all slices, or one of each. The same choice gives the same bytes.</summary>
    /// <param name="bank">The filters.</param>
    /// <param name="filter">The only filter that is drawn; null for all.</param>
    /// <param name="channel">The only slice that is drawn; null for all.</param>
    /// <param name="scale">Pixels per value; null chooses one at which filters are easy to see.</param>
    /// <param name="maxPixels">The most pixels of the picture.</param>
    /// <exception cref="PictureTooLargeException">The picture would have more.</exception>
    /// <exception cref="ArgumentException">There are no weights.</exception>
    public static byte[] RenderPng(FilterBank bank, int? filter, int? channel, int? scale, long maxPixels)
    {
        ArgumentNullException.ThrowIfNull(bank);
        if (bank.Weights.Values.Shape.ElementCount == 0)
            throw new ArgumentException($"Weights of shape {bank.Weights.Values.Shape} have nothing to draw.", nameof(bank));
        bool colours = bank.Slices == 3 && bank.HasKernels && filter is null && channel is null;
        int[] filters = filter is { } one ? [one] : [.. Enumerable.Range(0, bank.Count)];
        int slices = colours || channel is not null ? 1 : bank.Slices;
        // One picture each stands in a square; rows of slices stand below each other.
        int columns = slices == 1 ? (int)Math.Ceiling(Math.Sqrt(filters.Length))
            : filter is null ? slices : (int)Math.Ceiling(Math.Sqrt(slices));
        int gap = bank.HasKernels ? Gap : 0;
        long pictures = (long)filters.Length * slices;
        long rows = (pictures + columns - 1) / columns;
        int size = scale ?? EasyScale(bank, columns, rows, gap, maxPixels);
        long width = (bank.Columns * (long)size + gap) * columns + gap, height = (bank.Rows * (long)size + gap) * rows + gap;
        if (width > PictureLayout.MaxSide || height > PictureLayout.MaxSide || width * height > maxPixels)
        {
            throw new PictureTooLargeException(
                $"The picture of the weights of '{bank.Weights.Layer}' {bank.Weights.Values.Shape} at scale {size} would be " +
                $"{width}x{height} pixels; at most {maxPixels} pixels and {PictureLayout.MaxSide} per side are drawn. Ask for a smaller " +
                "scale, for one filter, for one channel, or for the numbers.");
        }

        using var canvas = new Canvas((int)width, (int)height, Background);
        for (int i = 0; i < filters.Length; i++)
        {
            float[] values = bank.Filter(filters[i]);
            float most = Largest(values);
            for (int slice = 0; slice < slices; slice++)
            {
                int place = i * slices + slice;
                int x = gap + place % columns * (bank.Columns * size + gap), y = gap + place / columns * (bank.Rows * size + gap);
                Draw(canvas, bank, values, colours ? null : channel ?? slice, most, (x, y), size);
            }
        }

        return canvas.EncodePng();
    }

    private static int EasyScale(FilterBank bank, int columns, long rows, int gap, long maxPixels)
    {
        int longest = Math.Max(bank.Rows, bank.Columns);
        int scale = bank.HasKernels ? Math.Clamp((EasySide + longest - 1) / longest, 1, RenderOptions.MaxScale) : RenderOptions.MaxScale;
        long most = Math.Min(maxPixels, MostEasyPixels);
        while (scale > 1 && !Fits(scale))
            scale--;
        return scale;

        bool Fits(int size)
        {
            long width = (bank.Columns * (long)size + gap) * columns + gap, height = (bank.Rows * (long)size + gap) * rows + gap;
            return width <= PictureLayout.MaxSide && height <= PictureLayout.MaxSide && width * height <= most;
        }
    }

    private static void Draw(
        Canvas canvas, FilterBank bank, float[] values, int? slice, float most, (int X, int Y) corner, int scale)
    {
        int plane = bank.Rows * bank.Columns;
        for (int i = 0; i < plane; i++)
        {
            uint colour = slice is { } one
                ? Palette.Signed.Colour(values[one * plane + i], -most, most)
                : Rgb(values[i], values[plane + i], values[2 * plane + i], most);
            canvas.FillRectangle(
                corner.X + i % bank.Columns * scale, corner.Y + i / bank.Columns * scale, scale, scale, colour);
        }
    }

    private static uint Rgb(float red, float green, float blue, float most) =>
        Level(red, most) << 16 | Level(green, most) << 8 | Level(blue, most);

    private static uint Level(float value, float most) =>
        most > 0 && !float.IsNaN(value) ? (uint)Math.Round(Math.Clamp((value / most + 1) / 2, 0, 1) * 255) : 128;

    private static float Largest(float[] values)
    {
        float most = 0;
        foreach (float value in values)
            most = float.IsFinite(value) ? Math.Max(most, Math.Abs(value)) : most;
        return most;
    }
}
