using Fovea.Inference;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Hosting;

/// <summary>Runs a picture through a network in tiles, one after another.</summary>
internal sealed class TiledPicture
{
    private readonly CompiledPlan _plan;
    private readonly PictureTiles _tiles;
    private readonly Tensor _picture;
    private readonly (TileSpan Down, TileSpan Across)[] _spans;
    private readonly Lazy<Tensor> _made;
    private readonly Lazy<(Tensor Input, Tensor Output)> _tile;

    /// <param name="plan">The plan for one tile.</param>
    /// <param name="tiles">The tiles.</param>
    /// <param name="picture">The input, at least as large as a tile.</param>
    public TiledPicture(CompiledPlan plan, PictureTiles tiles, Tensor picture)
    {
        _plan = plan;
        _tiles = tiles;
        _picture = picture;
        int row = tiles.Output.RowAxis, scale = tiles.Output.Scale;
        (int height, int width) = ((int)picture.Shape[row], (int)picture.Shape[row + 1]);
        _spans =
        [
            .. from down in tiles.Along(height, tiles.Height)
               from across in tiles.Along(width, tiles.Width)
               select (down, across),
        ];
        // Counting the tiles takes no memory.
        Shape shape = plan.Outputs[0].Shape.With(row, (long)height * scale).With(row + 1, (long)width * scale);
        _made = new Lazy<Tensor>(() => new Tensor(plan.Outputs[0].ElementType, shape));
        _tile = new Lazy<(Tensor, Tensor)>(() => (
            new Tensor(picture.ElementType, plan.Inputs[0].Shape), new Tensor(plan.Outputs[0].ElementType, plan.Outputs[0].Shape)));
    }

    /// <summary>How many tiles there are.</summary>
    public int Count => _spans.Length;

    /// <summary>The network's output for the picture, as far as its tiles have run.</summary>
    public Tensor Made => _made.Value;

    /// <summary>Runs one tile.</summary>
    /// <param name="index">Which one.</param>
    /// <param name="threads">The most threads.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public void Run(int index, int threads, CancellationToken cancellationToken)
    {
        (TileSpan down, TileSpan across) = _spans[index];
        (Tensor tile, Tensor result) = _tile.Value;
        int scale = _tiles.Output.Scale;
        Copy(_picture, (down.Start, across.Start), tile, (0, 0), (_tiles.Height, _tiles.Width));
        _plan.Run([tile], [result], threads, cancellationToken);
        Copy(
            result, (scale * (down.First - down.Start), scale * (across.First - across.Start)),
            Made, (scale * down.First, scale * across.First),
            (scale * (down.End - down.First), scale * (across.End - across.First)));
    }

    // Copies a rectangle of all channels: rows of pixels, of each channel where they do not lie side by side.
    private void Copy(Tensor from, (int Row, int Column) source, Tensor to, (int Row, int Column) target, (int Rows, int Columns) size)
    {
        int row = _tiles.Output.RowAxis;
        int planes = _tiles.Output.ChannelsLast ? 1 : (int)from.Shape[1];
        int pixel = from.ElementType.SizeInBytes() * (_tiles.Output.ChannelsLast ? (int)from.Shape[3] : 1);
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
