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
    /// <param name="cancellationToken">Ends it.</param>
    public static ClassMap OfScores(
        ScoreMaps scores, PixelMapping mapping, (int Width, int Height) input, int mostSide, float threshold,
        CancellationToken cancellationToken = default)
    {
        (MapAxis columns, MapAxis rows) = MapAxes.Of((scores.Width, scores.Height), mapping, input, mostSide);
        return OfScores(scores, columns, rows, threshold, cancellationToken).AsShown(mapping);
    }

    /// <summary>The same, where it is known between which cells each column and row of the result lies.</summary>
    /// <exception cref="InferenceException">A value is not a number.</exception>
    public static ClassMap OfScores(
        ScoreMaps scores, MapAxis columns, MapAxis rows, float threshold, CancellationToken cancellationToken)
    {
        int[] classes = new int[columns.Length * rows.Length];
        classes.AsSpan().Fill(Unseen);
        var chosen = new RowClasses(scores.Channels, scores.Width, threshold);
        foreach (MapRun run in rows.Runs)
        {
            for (int y = run.Pixel; y < run.Pixel + run.Count; y++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var vertical = new MapWeight(run.First, run.Second, rows.Weights[y]);
                for (int channel = 0; channel < scores.Channels; channel++)
                    scores.BlendRows(channel, vertical, chosen.Scores.AsSpan(channel * scores.Width, scores.Width));
                chosen.Choose(columns.Runs, columns.Weights, classes.AsSpan(y * columns.Length, columns.Length));
            }
        }

        return new ClassMap(columns.Length, rows.Length, classes);
    }

    /// <summary>Takes a map of classes to the picture: each pixel has the class of the cell that it lies in.</summary>
    public static ClassMap OfClasses(
        ScoreMaps map, PixelMapping mapping, (int Width, int Height) input, int mostSide, CancellationToken cancellationToken = default)
    {
        (MapAxis columns, MapAxis rows) = MapAxes.Of((map.Width, map.Height), mapping, input, mostSide);
        int[] classes = new int[columns.Length * rows.Length];
        for (int y = 0; y < rows.Length; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Span<int> line = classes.AsSpan(y * columns.Length, columns.Length);
            for (int x = 0; x < line.Length; x++)
                line[x] = columns.Cell(x) is { } column && rows.Cell(y) is { } row ? (int)map[0, column, row] : Unseen;
        }

        return new ClassMap(columns.Length, rows.Length, classes).AsShown(mapping);
    }

    /// <summary>The map of the picture as it is shown, where it was not turned upright before the network saw it.</summary>
    public ClassMap AsShown(PixelMapping mapping)
    {
        (int width, int height, int[] classes) = MapAxes.AsShown(Classes, Width, mapping);
        return new ClassMap(width, height, classes);
    }
}
