using Fovea.Inference;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Hosting;

/// <summary>Runs a picture through a network in tiles.</summary>
/// <param name="plan">The plan for one tile.</param>
/// <param name="tiles">The tiles.</param>
internal sealed class TiledPicture(CompiledPlan plan, PictureTiles tiles)
{
    /// <summary>Computes the network's output for a picture.</summary>
    /// <param name="picture">The input, at least as large as a tile.</param>
    /// <param name="threads">The most threads.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Tensor Run(Tensor picture, int threads, CancellationToken cancellationToken)
    {
        int row = tiles.Output.RowAxis, scale = tiles.Output.Scale;
        (int height, int width) = ((int)picture.Shape[row], (int)picture.Shape[row + 1]);
        Shape shape = plan.Outputs[0].Shape.With(row, (long)height * scale).With(row + 1, (long)width * scale);
        var made = new Tensor(plan.Outputs[0].ElementType, shape);
        var tile = new Tensor(picture.ElementType, plan.Inputs[0].Shape);
        var result = new Tensor(plan.Outputs[0].ElementType, plan.Outputs[0].Shape);
        foreach (TileSpan down in tiles.Along(height, tiles.Height))
        {
            foreach (TileSpan across in tiles.Along(width, tiles.Width))
            {
                Copy(picture, (down.Start, across.Start), tile, (0, 0), (tiles.Height, tiles.Width));
                plan.Run([tile], [result], threads, cancellationToken);
                Copy(
                    result, (scale * (down.First - down.Start), scale * (across.First - across.Start)),
                    made, (scale * down.First, scale * across.First),
                    (scale * (down.End - down.First), scale * (across.End - across.First)));
            }
        }

        return made;
    }

    // Copies a rectangle of all channels: rows of pixels, of each channel where they do not lie side by side.
    private void Copy(Tensor from, (int Row, int Column) source, Tensor to, (int Row, int Column) target, (int Rows, int Columns) size)
    {
        int row = tiles.Output.RowAxis;
        int planes = tiles.Output.ChannelsLast ? 1 : (int)from.Shape[1];
        int pixel = from.ElementType.SizeInBytes() * (tiles.Output.ChannelsLast ? (int)from.Shape[3] : 1);
        (int fromRows, int fromColumns) = ((int)from.Shape[row], (int)from.Shape[row + 1]);
        (int toRows, int toColumns) = ((int)to.Shape[row], (int)to.Shape[row + 1]);
        Span<byte> values = from.Bytes.Span, written = to.Bytes.Span;
        for (int plane = 0; plane < planes; plane++)
        {
            for (int y = 0; y < size.Rows; y++)
            {
                long begin = (((((long)plane * fromRows) + source.Row + y) * fromColumns) + source.Column) * pixel;
                long end = (((((long)plane * toRows) + target.Row + y) * toColumns) + target.Column) * pixel;
                values.Slice((int)begin, size.Columns * pixel).CopyTo(written[(int)end..]);
            }
        }
    }
}
