using Fovea.Inference.Memory;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Layout;
using Fovea.Kernels.Winograd;

namespace Fovea.Inference.Steps;

/// <summary>
/// A Winograd convolution in blocks of tiles: each thread transforms, multiplies and transforms back its own tiles in its own scratch
/// memory.
/// </summary>
internal sealed class WinogradBlocksStep(WinogradOperands operands) : ConvolutionStep
{
    /// <summary>With fewer tiles, threads divide the slices, if there are enough.</summary>
    private const int TilesPerThread = 16;

    private readonly WinogradShape _shape = operands.Shape;

    public override string Kernel => operands.Describe("blocks");

    public override IReadOnlyList<View> Reads { get; } = operands.Residual is null ? [operands.Input] : [operands.Input, operands.Residual];

    public override IReadOnlyList<View> Writes { get; } = [operands.Output];

    public override IReadOnlyList<PlanBuffer> PackedReads => [operands.Bias];

    public override long ScratchBytes =>
        (_shape.Positions * (_shape.InputPlane(_shape.BlockTiles) + _shape.OutputPlane(_shape.BlockTiles)) * sizeof(float))
        + Alignment.Bytes;

    public override long MultiplyAdds => _shape.Convolution.MultiplyAdds;

    public override long PerformedMultiplyAdds => operands.MultiplyAdds;

    public override long ConstantBytes => operands.Weights.Bytes;

    public override LayerClass Class => LayerClass.Winograd;

    public override double Cost => operands.ProductCost;

    public override ConvolutionShape Shape => _shape.Convolution;

    public override bool HasResidual => operands.Residual is not null;

    public override int LinesTogether => _shape.Tile.Height;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        // With few tiles, threads share slices: each weight is then read by one of them.
        bool splitSlices = _shape.Slices.Count >= parts && _shape.Tiles < parts * (long)TilesPerThread;
        (long firstTile, long lastTile) = splitSlices ? (0, _shape.Tiles) : Partition.Of(_shape.Tiles, part, parts);
        (long firstSlice, long lastSlice) = splitSlices ? Partition.Of(_shape.Slices.Count, part, parts) : (0, _shape.Slices.Count);
        Run(in run, null, null, run.Scratch(this), new TileRange(firstTile, lastTile, (int)firstSlice, (int)lastSlice));
    }

    public override unsafe void ExecuteLines(in RunContext run, float* input, float* output, byte* scratch, long first, long last)
    {
        long firstTile = first / LinesTogether * _shape.TilesWide;
        long lastTile = (last + LinesTogether - 1) / LinesTogether * _shape.TilesWide;
        Run(in run, input, output, scratch, new TileRange(firstTile, lastTile, 0, _shape.Slices.Count));
    }

    private unsafe void Run(in RunContext run, float* input, float* output, byte* scratch, in TileRange range)
    {
        for (long origin = range.FirstTile; origin < range.LastTile; origin += _shape.BlockTiles)
        {
            int tiles = (int)Math.Min(_shape.BlockTiles, range.LastTile - origin);
            // Slices read the same pixels, so they are the inner loop.
            for (int slice = range.FirstSlice; slice < range.LastSlice; slice++)
                RunSlice(in run, input, output, scratch, slice, origin, tiles);
        }
    }

    private unsafe void RunSlice(in RunContext run, float* from, float* to, byte* scratch, int slice, long origin, int tiles)
    {
        float* transformed = (float*)scratch;
        WinogradInputArguments input = operands.Source(in run, from, slice, origin, origin + tiles);
        input.Transformed = transformed;
        input.Plane = _shape.InputPlane(tiles);
        input.Origin = origin;
        run.Kernels.Float32.WinogradInput(_shape, in input);

        WinogradProductArguments product = operands.Product(in run, slice);
        product.Transformed = transformed;
        product.TransformedPlane = input.Plane;
        product.Products = transformed + (_shape.Positions * input.Plane);
        product.ProductsPlane = _shape.OutputPlane(tiles);
        product.Tiles = tiles;
        product.Last = (long)_shape.Positions * product.Layout.Panels;
        run.Kernels.Float32.WinogradProduct(_shape, in product);

        WinogradOutputArguments output = operands.Target(in run, to, slice, origin, origin + tiles);
        output.Products = product.Products;
        output.Plane = product.ProductsPlane;
        output.Origin = origin;
        run.Kernels.Float32.WinogradOutput(_shape, in output);
    }

    private readonly record struct TileRange(long FirstTile, long LastTile, int FirstSlice, int LastSlice);
}
