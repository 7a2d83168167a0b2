using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Inference.Weights;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Elementwise;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Layout;
using Fovea.Kernels.Processors;
using Fovea.Kernels.Winograd;

namespace Fovea.Inference.Operators.Support;

/// <summary>Lowers a Conv to Winograd's algorithm if the cost model prefers it to the direct sum.</summary>
internal static class WinogradConv
{
    /// <summary>
    /// Weights of more second-level caches than this are streamed from the last level or memory, so all threads share one pass over them.
    /// </summary>
    private const long SharedCaches = 4;

    /// <summary>The transformed data of one pass over the weights.</summary>
    private const long PassBytes = 16L << 20;

    /// <summary>Emits the steps; false if the algorithm does not apply or the direct sum is cheaper.</summary>
    public static bool TryEmit(
        LoweringContext context, ConvolutionShape convolution, Value weights, View input, View output, View? residual)
    {
        Processor processor = context.Kernels.Processor;
        int lanes = context.Kernels.Lanes;
        if (!context.Winograd || WinogradChoice.Of(convolution, lanes, processor) is not { } shape)
            return false;
        var packing = new WinogradPacking(shape.Slices, shape.Tile, convolution.KernelHeight, convolution.KernelWidth, lanes);
        PanelLayout layout = packing.Layout;
        PlanBuffer packed = context.Packed(weights, packing);
        // Slices fill their vectors.
        PlanBuffer bias = ConvolutionBias.Grouped(context, 1, convolution.OutputChannels, convolution.OutputChannels);
        Activation? activation = context.Node.Activation;
        bool clamps = activation is null or { Kind: UnaryKind.Clip };
        var operands = new WinogradOperands(
            shape, layout, input, output, residual, packed, bias, context.Zeros(layout.PackedColumns), clamps ? activation : null);
        long weightBytes = layout.PackedLength * shape.Positions * sizeof(float);
        if (shape.Slices.Count == 1 && weightBytes > SharedCaches * processor.SecondLevelBytes)
            EmitPasses(context, operands);
        else
            context.Emit(new WinogradBlocksStep(operands));
        if (!clamps)
            context.Emit(new UnaryStep(activation!, output, output));
        return true;
    }

    private static void EmitPasses(LoweringContext context, WinogradOperands operands)
    {
        WinogradShape shape = operands.Shape;
        long tileBytes = shape.Positions * (long)sizeof(float) * (shape.Convolution.InputChannels + shape.Convolution.OutputChannels);
        long passes = Math.Max(1, (shape.Tiles * tileBytes + PassBytes - 1) / PassBytes);
        for (long pass = 0; pass < passes; pass++)
        {
            (long first, long last) = Partition.Of(shape.Tiles, (int)pass, (int)passes);
            int tiles = (int)(last - first);
            View transformed = LoweringContext.NewPlain(new Shape(shape.Positions * shape.InputPlane(tiles)), ElementType.Float32);
            View products = LoweringContext.NewPlain(new Shape(shape.Positions * shape.OutputPlane(tiles)), ElementType.Float32);
            context.Emit(new WinogradInputStep(operands, first, tiles, transformed));
            context.Emit(new WinogradProductStep(operands, tiles, transformed, products));
            context.Emit(new WinogradOutputStep(operands, first, tiles, products));
        }
    }
}
