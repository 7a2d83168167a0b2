using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Inference.Weights;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Gemm;

namespace Fovea.Inference.Operators.Support;

/// <summary>Rows times a constant matrix, plus bias, residual and activation: the common lowering of Gemm and MatMul.</summary>
internal static class MatrixWeights
{
    /// <param name="context">The context of the node that writes the product.</param>
    /// <param name="rows">Any shape whose last axis has depth elements; plain.</param>
    /// <param name="weights">The constant matrix.</param>
    /// <param name="depth">The length of the sums.</param>
    /// <param name="columns">The columns of the product.</param>
    /// <param name="transposed">The matrix is stored as [columns, depth].</param>
    /// <param name="scale">Factor of the product.</param>
    /// <param name="bias">A row of columns, or null.</param>
    /// <param name="layout">The panels of the matrix.</param>
    public static unsafe void Emit(
        LoweringContext context, View rows, Tensor weights, int depth, int columns, bool transposed, float scale, PlanBuffer bias, PanelLayout layout)
    {
        Node node = context.Node;
        Tensor scaled = scale == 1f ? weights : ScaledWeights.Times(weights, scale);
        int rowsPerPart = FilterPacking.RowsPerPart(columns);
        PlanBuffer packed = context.Constants.Packed(
            weights,
            $"matrix {(transposed ? "t" : "n")} {scale:R} {context.Kernels.Lanes}",
            layout.PackedLength * sizeof(float),
            transposed ? layout.Panels : (depth + rowsPerPart - 1) / rowsPerPart,
            (target, part, buffer) =>
            {
                if (transposed)
                    FilterPacking.Filters(scaled, 0, 1, depth, in layout, part, target, buffer);
                else
                    FilterPacking.Rows(scaled, part * rowsPerPart, Math.Min(rowsPerPart, depth - (part * rowsPerPart)), in layout, target, buffer);
            });
        View? residual = node.ResidualInput >= 0 ? context.Plain(node.ResidualInput) : null;
        View output = context.PlainOutput();
        ConvolutionShape shape = MatrixProductStep.Rows(rows.Shape.ElementCount / depth, depth, columns, depth);
        context.Emit(new DenseConvolutionStep(
            shape, layout, rows, output, residual, packed, bias, context.Zeros(DenseConvolution.ZeroFloats(shape)), node.Activation, LayerClass.FullyConnected));
    }
}
