using Fovea.Models.FeatureMaps.Drawing;

namespace Fovea.Models.Pictures;

/// <summary>Draws an answer on its picture: boxes with labels that do not cover each other, and points.</summary>
internal static class MarkedPicture
{
    // More marks would hide the picture.
    private const int MostMarks = 300;

    // A picture whose longer side has so many pixels gets text whose lines are one pixel wide.
    private const double SideOfOne = 260;

    private const uint White = 0xFFFFFF;

    // Dark enough for white text.
    private static readonly uint[] Colours = [0x0A62B8, 0xB45309, 0x047857, 0xA21CAF, 0xB42318, 0x4338CA];

    /// <summary>Draws marks, as PNG.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="shown">The width and height in which the marks are given.</param>
    /// <param name="marks">The marks, the most important first.</param>
    /// <param name="maxPixels">The pixels up to which a small picture is enlarged.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static byte[] Draw(
        SentPicture picture, (int Width, int Height) shown, IReadOnlyList<AnswerMark> marks, long maxPixels,
        CancellationToken cancellationToken = default)
    {
        int scale = picture.Scale(maxPixels);
        (int width, int height) = (picture.Width * scale, picture.Height * scale);
        using var canvas = new Canvas(width, height, 0);
        int size = Math.Max(1, (int)Math.Round(Math.Max(width, height) / SideOfOne));
        (float perColumn, float perRow) = ((float)width / shown.Width, (float)height / shown.Height);
        AnswerMark[] drawn = [.. marks.Take(MostMarks)];
        picture.DrawOn(canvas, scale, MaskLayers.Of(drawn, Colours));
        // The best are drawn last, over the others, and their labels have the first choice.
        for (int i = drawn.Length - 1; i >= 0; i--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            uint colour = Colour(drawn[i]);
            if (drawn[i].Corners.Count > 0)
                Shape(canvas, [.. drawn[i].Corners.Select(at => (at.X * perColumn, at.Y * perRow))], width, height, size, colour);
            else if (drawn[i].Box is { } box)
                Frame(canvas, Scaled(box, perColumn, perRow), width, height, size, colour);
            foreach ((float x, float y) in drawn[i].Points)
                Point(canvas, (int)(x * perColumn), (int)(y * perRow), width, height, size, colour);
        }

        var places = new LabelPlaces(width, height);
        foreach (AnswerMark mark in drawn)
            Label(canvas, places, mark, mark.Box is { } box ? Scaled(box, perColumn, perRow) : default, width, size);
        return canvas.EncodePng(cancellationToken);
    }

    private static uint Colour(AnswerMark mark) => Colours[(uint)mark.Kind % (uint)Colours.Length];

    private static Box Scaled((float X, float Y, float Width, float Height) box, float perColumn, float perRow)
    {
        (int x, int y) = ((int)(box.X * perColumn), (int)(box.Y * perRow));
        return new Box(x, y, (int)((box.X + box.Width) * perColumn) - x, (int)((box.Y + box.Height) * perRow) - y);
    }

    private static void Frame(Canvas canvas, Box box, int width, int height, int size, uint colour)
    {
        Outline(canvas, box, width, height, (2 * size) + 1, White);
        Outline(canvas, box, width, height, 2 * size, colour);
    }

    // Lines grow inwards from the box's sides.
    private static void Outline(Canvas canvas, Box box, int width, int height, int thick, uint colour)
    {
        Fill(canvas, box.X, box.Y, box.Width, thick, width, height, colour);
        Fill(canvas, box.X, box.Y + box.Height - thick, box.Width, thick, width, height, colour);
        Fill(canvas, box.X, box.Y, thick, box.Height, width, height, colour);
        Fill(canvas, box.X + box.Width - thick, box.Y, thick, box.Height, width, height, colour);
    }

    private static void Shape(
        Canvas canvas, IReadOnlyList<(float X, float Y)> corners, int width, int height, int size, uint colour)
    {
        foreach ((int thick, uint shade) in new[] { ((2 * size) + 2, White), (2 * size, colour) })
        {
            for (int i = 0; i < corners.Count; i++)
            {
                if (ClippedLine.Of(corners[i], corners[(i + 1) % corners.Count], width, height) is not var (from, to))
                    continue;
                (float dx, float dy) = (to.X - from.X, to.Y - from.Y);
                int steps = (int)Math.Max(1, Math.Max(Math.Abs(dx), Math.Abs(dy)));
                for (int step = 0; step <= steps; step++)
                {
                    (int x, int y) = ((int)(from.X + (dx * step / steps)), (int)(from.Y + (dy * step / steps)));
                    Fill(canvas, x - (thick / 2), y - (thick / 2), thick, thick, width, height, shade);
                }
            }
        }
    }

    private static void Point(Canvas canvas, int x, int y, int width, int height, int size, uint colour)
    {
        int half = 2 * size;
        Fill(canvas, x - half - 1, y - half - 1, (2 * half) + 2, (2 * half) + 2, width, height, White);
        Fill(canvas, x - half, y - half, 2 * half, 2 * half, width, height, colour);
    }

    private static void Label(Canvas canvas, LabelPlaces places, AnswerMark mark, Box box, int width, int size)
    {
        BitmapFont font = BitmapFont.Text;
        string text = TextShortening.Middle(mark.Text, Math.Max(1, font.Characters(width - (4 * size), size)));
        (int across, int down) = (font.Width(text, size) + (4 * size), (font.Height * size) + (2 * size));
        if (text.Length == 0 || places.Find(box, across, down) is not { } place)
            return;
        canvas.FillRectangle(place.X, place.Y, place.Width, place.Height, Colour(mark));
        font.Draw(canvas, place.X + (2 * size), place.Y + size, text, White, size);
    }

    private static void Fill(Canvas canvas, int x, int y, int across, int down, int width, int height, uint colour)
    {
        (int left, int top) = (Math.Clamp(x, 0, width), Math.Clamp(y, 0, height));
        (int right, int bottom) = (Math.Clamp(x + across, left, width), Math.Clamp(y + down, top, height));
        canvas.FillRectangle(left, top, right - left, bottom - top, colour);
    }
}
