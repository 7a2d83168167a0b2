using Fovea.Inference;

namespace Fovea.Models.Postprocessing;

/// <summary>
/// How a large picture goes through a network in overlapping parts: each pixel of the result is that of a tile in which the network sees
/// all that the pixel depends on.
/// </summary>
/// <param name="Width">The width of a tile in pixels of the input.</param>
/// <param name="Height">The height of a tile.</param>
/// <param name="Margin">How far from a pixel of the input those lie on which its pixels of the output depend.</param>
/// <param name="Alignment">Tiles begin at multiples of this: the steps in which the network shrinks and enlarges.</param>
/// <param name="Output">The output.</param>
internal sealed record PictureTiles(int Width, int Height, int Margin, int Alignment, PictureOutput Output)
{
    /// <summary>The most pixels of a result.</summary>
    public const long MostPixels = 1 << 25;

    // Cells of an output that are looked at: they repeat after a step of the network.
    private const int MostCells = 16;

    /// <summary>The tiles of a network; null where a pixel depends on too much of the picture, such as its mean.</summary>
    /// <param name="graph">The network, of one output.</param>
    /// <param name="input">The shape of the input for one tile.</param>
    /// <param name="output">The output.</param>
    /// <param name="alignment">The steps in which the network shrinks and enlarges, in pixels.</param>
    public static PictureTiles? Find(InferenceModel graph, Shape input, PictureOutput output, int alignment)
    {
        int row = output.RowAxis;
        (int height, int width) = ((int)input[row], (int)input[row + 1]);
        if (graph.FindLayer(graph.Outputs[0].Name) is not { } layer)
            return null;
        long[] cell = new long[input.Rank];
        long margin = 0;
        for (int i = 0; i < Math.Min(alignment * output.Scale, MostCells); i++)
        {
            (cell[row], cell[row + 1]) = (Middle(height, output.Scale) + i, Middle(width, output.Scale) + i);
            if (graph.ReceptiveBoxOf([input], layer, cell) is not [{ Clipped: { } seen }])
                continue;
            for (int axis = row; axis <= row + 1; axis++)
            {
                long at = cell[axis] / output.Scale;
                margin = Math.Max(margin, Math.Max(at - seen[axis].Begin, seen[axis].End - 1 - at));
            }

        }

        // Most of a tile is to be kept, and each tile begins at least one step behind the one before.
        long aligned = (margin + alignment - 1) / alignment * alignment;
        return 4 * margin < Math.Min(width, height) && (2 * aligned) + alignment <= Math.Min(width, height)
            ? new PictureTiles(width, height, (int)aligned, alignment, output)
            : null;

        int Middle(int side, int scale) => side / 2 / alignment * alignment * scale;
    }

    /// <summary>The tiles along one side of a picture, in pixels of the input.</summary>
    /// <param name="length">The length of the side, at least that of a tile.</param>
    /// <param name="tile">The length of a tile.</param>
    public IEnumerable<TileSpan> Along(int length, int tile)
    {
        int first = 0;
        for (int start = 0; ; start = Math.Min(start + ((tile - (2 * Margin)) / Alignment * Alignment), length - tile))
        {
            bool isLast = start + tile >= length;
            int end = isLast ? length : start + tile - Margin;
            yield return new TileSpan(start, first, end);
            if (isLast)
                yield break;
            first = end;
        }
    }
}

/// <summary>A tile along one side of a picture.</summary>
/// <param name="Start">The first pixel that the network sees.</param>
/// <param name="First">The first pixel whose result is kept.</param>
/// <param name="End">The pixel behind the last one whose result is kept.</param>
internal readonly record struct TileSpan(int Start, int First, int End);
