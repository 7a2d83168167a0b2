using Fovea.Inference.Memory;
using Fovea.Kernels.Layout;
using Fovea.Kernels.Winograd;

namespace Fovea.Inference.Steps;

/// <summary>
/// A Winograd convolution in blocks of tiles: each thread transforms, multiplies and transforms back its own tiles in its own scratch
/// memory.
/// </summary>
internal sealed class WinogradBlocksStep(WinogradOperands operands) : Step
{
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

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        (long first, long last) = Partition.Of(_shape.Tiles, part, parts);
        // Slices read the same pixels, so they are the inner loop.
        for (long origin = first; origin < last; origin += _shape.BlockTiles)
        {
            int tiles = (int)Math.Min(_shape.BlockTiles, last - origin);
            for (int slice = 0; slice < _shape.Slices.Count; slice++)
                Run(in run, slice, origin, tiles);
        }
    }

    private unsafe void Run(in RunContext run, int slice, long origin, int tiles)
    {
        float* transformed = (float*)run.Scratch(this);
        WinogradInputArguments input = operands.Source(in run, slice, origin, origin + tiles);
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

        WinogradOutputArguments output = operands.Target(in run, slice, origin, origin + tiles);
        output.Products = product.Products;
        output.Plane = product.ProductsPlane;
        output.Origin = origin;
        run.Kernels.Float32.WinogradOutput(_shape, in output);
    }
}
