using Fovea.Inference;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Postprocessing;

/// <summary>A value for each pixel of a picture. Immutable.</summary>
/// <param name="Width">The width in pixels.</param>
/// <param name="Height">The height in pixels.</param>
/// <param name="Values">The values, row by row; NaN where the network does not look.</param>
internal sealed record ValueMap(int Width, int Height, float[] Values)
{
    /// <summary>Takes a map to the picture as it is shown, by bilinear interpolation.</summary>
    /// <param name="map">The one map of a picture.</param>
    /// <param name="mapping">How the picture became the network's input.</param>
    /// <param name="mostSide">The pixels that the longer side of the result has at most.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InferenceException">A value is not finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ValueMap Of(ScoreMaps map, PixelMapping mapping, int mostSide, CancellationToken cancellationToken = default)
    {
        (MapAxis columns, MapAxis rows) = MapAxes.Of((map.Width, map.Height), mapping, mapping.InputSize, mostSide);
        float[] values = new float[columns.Length * rows.Length], line = new float[map.Width];
        for (int y = 0; y < rows.Length; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Span<float> row = values.AsSpan(y * columns.Length, columns.Length);
            row.Fill(float.NaN);
            if (rows[y] is not { } vertical)
                continue;
            for (int x = columns.First; x <= columns.Last; x++)
            {
                line[x] = map.Blend(0, x, vertical);
                if (!float.IsFinite(line[x]))
                    throw new InferenceException($"A value of the network's map is {line[x]}; finite numbers were expected.");
            }

            for (int x = 0; x < row.Length; x++)
            {
                if (columns[x] is { } across)
                    row[x] = across.Blend(line[across.First], line[across.Second]);
            }
        }

        (int width, int height, float[] shown) = MapAxes.AsShown(values, columns.Length, mapping);
        return new ValueMap(width, height, shown);
    }
}
