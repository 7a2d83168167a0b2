using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Operators.Support;

/// <summary>The bias of Conv and ConvTranspose.</summary>
internal static class ConvolutionBias
{
    /// <summary>Whether the node has no bias or a constant one.</summary>
    public static bool IsConstant(Node node) => node.Input(2) is null or { Constant: not null };

    /// <summary>The bias as one padded row per group; zeros if the node has none.</summary>
    public static PlanBuffer Grouped(LoweringContext context, int groups, int columns, int packedColumns)
    {
        return context.Row(context.Node.Input(2), new RowPacking(groups, columns, packedColumns));
    }
}
