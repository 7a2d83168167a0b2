using Fovea.Kernels.Convolution;
using Fovea.Kernels.Processors;

namespace Fovea.Kernels.Winograd;

/// <summary>A convolution of stride 1 split into tiles of outputs, and the layout of the transformed data.</summary>
/// <param name="shape">The layer.</param>
/// <param name="slices">Its channels, which are computed slice by slice.</param>
/// <param name="tile">The outputs of a tile.</param>
/// <param name="processor">The processor, whose caches hold the transformed data of a block.</param>
internal sealed class WinogradShape(ConvolutionShape shape, ChannelSlices slices, WinogradTile tile, Processor processor)
{
    public ConvolutionShape Convolution => shape;

    /// <summary>The channels that are transformed and multiplied together.</summary>
    public ChannelSlices Slices => slices;

    /// <summary>The outputs of a tile.</summary>
    public WinogradTile Tile => tile;

    /// <summary>Outputs and taps of a column, then of a line.</summary>
    public (int TileHeight, int KernelHeight, int TileWidth, int KernelWidth) Algorithm =>
        (tile.Height, shape.KernelHeight, tile.Width, shape.KernelWidth);

    /// <summary>Positions of the transformed domain along the height: the input lines of a tile.</summary>
    public int SpanHeight => tile.Height + shape.KernelHeight - 1;

    /// <summary>Positions of the transformed domain along the width.</summary>
    public int SpanWidth => tile.Width + shape.KernelWidth - 1;

    /// <summary>Positions of the transformed domain.</summary>
    public int Positions => SpanHeight * SpanWidth;

    public int TilesHigh { get; } = (shape.OutputHeight + tile.Height - 1) / tile.Height;

    public int TilesWide { get; } = (shape.OutputWidth + tile.Width - 1) / tile.Width;

    /// <summary>Tiles of the whole batch.</summary>
    public long Tiles => (long)shape.Batch * TilesHigh * TilesWide;

    /// <summary>
    /// Tiles per block, which are transformed and multiplied together. At least 16, even if wide layers then exceed the
    /// bytes of a block: with fewer tiles, weights would be read more often.
    /// </summary>
    public int BlockTiles => (int)Math.Min(
        Tiles, Math.Clamp(processor.TransformedBytes / (Positions * 4L * (slices.Inputs + slices.Outputs)) / 8 * 8, 16, 64));

    /// <summary>
    /// Floats between two positions of the transformed input; one cache line more than the data, so that positions do not map to the same
    /// cache set.
    /// </summary>
    public long InputPlane(long tiles) => (tiles * slices.Inputs) + 16;

    /// <summary>Floats between two positions of the products.</summary>
    public long OutputPlane(long tiles) => (tiles * slices.Outputs) + 16;

    /// <summary>Multiply-adds of the products, zeros of other groups included.</summary>
    public long ProductMultiplyAdds => Tiles * Positions * slices.Count * slices.Inputs * slices.Outputs;

    /// <summary>The exception for a tile without a kernel.</summary>
    public ArgumentException NoSuchTile() => new($"There is no {tile} for a kernel of {shape.KernelHeight}x{shape.KernelWidth}.");
}
