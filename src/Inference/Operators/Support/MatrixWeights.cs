using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;
using Fovea.Inference.Weights;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Gemm;

namespace Fovea.Inference.Operators.Support;

/// <summary>Rows times a constant matrix, plus bias, residual and activation: the common lowering of Gemm and MatMul.</summary>
internal static class MatrixWeights
{
    /// <param name="context">The context of the node that writes the product.</param>
    /// <param name="rows">Any shape whose last axis has the extent depth, in plain order.</param>
    /// <param name="weights">The constant matrix.</param>
    /// <param name="packing">The matrix extents and the packing.</param>
    /// <param name="bias">One value per column, or null.</param>
    /// <param name="biasScale">A factor for the bias.</param>
    public static void Emit(
        LoweringContext context, View rows, ConstantData weights, MatrixPacking packing, Value? bias, float biasScale = 1f)
    {
        Node node = context.Node;
        PanelLayout layout = packing.Layout;
        PlanBuffer packed = context.Constants.Packed(weights, packing);
        PlanBuffer row = context.Row(bias, new RowPacking(1, packing.Columns, layout.PackedColumns) { Scale = biasScale });
        View? residual = node.ResidualInput >= 0 ? context.Plain(node.ResidualInput) : null;
        View output = context.PlainOutput();
        ConvolutionShape shape = MatrixProductStep.Rows(
            rows.Shape.ElementCount / packing.Depth, packing.Depth, packing.Columns, packing.Depth);
        context.Emit(new DenseConvolutionStep(
            shape, layout, rows, output, residual, packed, row, context.Zeros(DenseConvolution.ZeroFloats(shape)), node.Activation,
            context.Kernels.Processor, LayerClass.FullyConnected));
    }
}
