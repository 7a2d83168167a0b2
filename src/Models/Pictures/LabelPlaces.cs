using Fovea.Models.FeatureMaps.Drawing;

namespace Fovea.Models.Pictures;

/// <summary>Finds places for labels, so that none covers another one.</summary>
/// <param name="width">The width of the picture in pixels.</param>
/// <param name="height">Its height.</param>
internal sealed class LabelPlaces(int width, int height)
{
    private readonly List<Box> _taken = [];

    /// <summary>
    /// A place for a label of that size: above the box, else inside it at the top, else below it, else inside at the bottom, else the first
    /// free one further down. Null where the picture has none.
    /// </summary>
    public Box? Find(Box box, int labelWidth, int labelHeight)
    {
        if (labelWidth > width || labelHeight > height)
            return null;
        int x = Math.Clamp(box.X, 0, width - labelWidth), inside = Math.Clamp(box.Y, 0, height - labelHeight);
        int[] rows = [box.Y - labelHeight, box.Y, box.Y + box.Height, box.Y + box.Height - labelHeight];
        foreach (int y in rows.Concat(Enumerable.Range(0, (height - inside) / labelHeight).Select(i => inside + (i * labelHeight))))
        {
            var place = new Box(x, y, labelWidth, labelHeight);
            if (y < 0 || y + labelHeight > height || _taken.Exists(other => Meet(place, other)))
                continue;
            _taken.Add(place);
            return place;
        }

        return null;
    }

    private static bool Meet(Box a, Box b) =>
        a.X < b.X + b.Width && b.X < a.X + a.Width && a.Y < b.Y + b.Height && b.Y < a.Y + a.Height;
}
