using Fovea.Inference.Memory;
using Fovea.Kernels;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Winograd;

namespace Fovea.Inference.Steps;

/// <summary>A Winograd convolution block by block: each worker transforms, multiplies and transforms back its own tiles in its own scratch memory.</summary>
internal sealed class WinogradBlocksStep(WinogradOperands operands) : Step
{
    private readonly WinogradShape _shape = operands.Shape;

    public override string Kernel => operands.Describe("blocks");

    public override IReadOnlyList<View> Reads { get; } = operands.Residual is null ? [operands.Input] : [operands.Input, operands.Residual];

    public override IReadOnlyList<View> Writes { get; } = [operands.Output];

    public override IReadOnlyList<PlanBuffer> PackedReads => [operands.Bias];

    public override long ScratchBytes =>
        (_shape.Positions * (_shape.InputPlane(_shape.BlockTiles) + _shape.OutputPlane(_shape.BlockTiles)) * sizeof(float)) + Alignment.Bytes;

    public override long MultiplyAdds => _shape.Convolution.MultiplyAdds;

    public override long PerformedMultiplyAdds => operands.MultiplyAdds;

    public override long ConstantBytes => operands.Weights.Bytes;

    public override LayerClass Class => LayerClass.Winograd;

    public override double Cost => operands.ProductCost;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        WinogradOutput target = operands.Target(in run);
        PanelLayout layout = operands.Layout;
        (long first, long last) = Partition.Of(_shape.Tiles, part, parts);
        for (long origin = first; origin < last; origin += _shape.BlockTiles)
        {
            int tiles = (int)Math.Min(_shape.BlockTiles, last - origin);
            long inputPlane = _shape.InputPlane(tiles);
            long outputPlane = _shape.OutputPlane(tiles);
            float* transformed = (float*)run.Scratch(this);
            float* products = transformed + (_shape.Positions * inputPlane);
            run.Kernels.WinogradInput(_shape, run.Floats(operands.Input), transformed, origin, inputPlane, origin, origin + tiles);
            WinogradProduct.Run(
                run.Kernels, _shape, in layout, transformed, inputPlane, (float*)run.Address(operands.Weights), (float*)run.Address(operands.Zeros),
                products, outputPlane, tiles, 0, (long)_shape.Positions * layout.Panels);
            run.Kernels.WinogradOutput(_shape, products, in target, origin, outputPlane, origin, origin + tiles);
        }
    }
}
