using Fovea.Inference;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Postprocessing;

/// <summary>A class for each pixel of a picture. Immutable.</summary>
/// <param name="Width">The width in pixels.</param>
/// <param name="Height">The height in pixels.</param>
/// <param name="Classes">The classes, row by row; <see cref="Unseen"/> where the network does not look.</param>
internal sealed record ClassMap(int Width, int Height, int[] Classes)
{
    /// <summary>The class of pixels that the network does not see: those that a crop cuts off.</summary>
    public const int Unseen = -1;

    /// <summary>
    /// Takes maps of scores to the picture by bilinear interpolation, and chooses the largest, of equal ones the lower class.
    /// </summary>
    /// <param name="scores">The scores of one image.</param>
    /// <param name="mapping">How the picture became the network's input.</param>
    /// <param name="input">The width and height of the input.</param>
    /// <param name="mostSide">The pixels that the longer side of the result has at most.</param>
    /// <param name="threshold">Of a single map, the value above which a pixel is of class 1, else 0.</param>
    public static ClassMap OfScores(
        ScoreMaps scores, PixelMapping mapping, (int Width, int Height) input, int mostSide, float threshold)
    {
        (MapAxis columns, MapAxis rows) = MapAxes.Of((scores.Width, scores.Height), mapping, input, mostSide);
        int[] classes = new int[columns.Length * rows.Length];
        float[] line = new float[scores.Width], best = new float[columns.Length];
        for (int y = 0; y < rows.Length; y++)
        {
            Span<int> row = classes.AsSpan(y * columns.Length, columns.Length);
            if (rows[y] is not { } vertical)
            {
                row.Fill(Unseen);
                continue;
            }

            best.AsSpan().Fill(scores.Channels == 1 ? threshold : float.NegativeInfinity);
            for (int channel = 0; channel < scores.Channels; channel++)
            {
                for (int x = columns.First; x <= columns.Last; x++)
                    line[x] = scores.Blend(channel, x, vertical);
                int own = scores.Channels == 1 ? 1 : channel;
                for (int x = 0; x < row.Length; x++)
                {
                    if (columns[x] is not { } across)
                        row[x] = Unseen;
                    else if (across.Blend(line[across.First], line[across.Second]) is var value && !(value <= best[x]))
                        (best[x], row[x]) = (float.IsNaN(value) ? throw NoNumber() : value, own);
                }
            }
        }

        return new ClassMap(columns.Length, rows.Length, classes).AsShown(mapping);
    }

    /// <summary>Takes a map of classes to the picture: each pixel has the class of the cell that it lies in.</summary>
    public static ClassMap OfClasses(ScoreMaps map, PixelMapping mapping, (int Width, int Height) input, int mostSide)
    {
        (MapAxis columns, MapAxis rows) = MapAxes.Of((map.Width, map.Height), mapping, input, mostSide);
        int[] classes = new int[columns.Length * rows.Length];
        for (int i = 0; i < classes.Length; i++)
        {
            (int y, int x) = Math.DivRem(i, columns.Length);
            classes[i] = columns.Cell(x) is { } column && rows.Cell(y) is { } row ? (int)map[0, column, row] : Unseen;
        }

        return new ClassMap(columns.Length, rows.Length, classes).AsShown(mapping);
    }

    /// <summary>The map of the picture as it is shown, where it was not turned upright before the network saw it.</summary>
    public ClassMap AsShown(PixelMapping mapping)
    {
        (int width, int height, int[] classes) = MapAxes.AsShown(Classes, Width, mapping);
        return new ClassMap(width, height, classes);
    }

    private static InferenceException NoNumber() => new("A score of the network's map is not a number (NaN).");
}
