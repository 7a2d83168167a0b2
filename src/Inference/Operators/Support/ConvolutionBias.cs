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

    /// <summary>The bias as one padded row per group; zeros when the node has none.</summary>
    public static PlanBuffer Grouped(LoweringContext context, int groups, int columns, int packedColumns)
    {
        Value? bias = context.Node.Input(2);
        if (bias is not null && bias.Constant is null)
            throw context.Node.Unsupported($"its bias '{bias.Name}' is computed by the graph; supported is a constant bias");
        return context.Row(bias, new RowPacking(groups, columns, packedColumns));
    }
}
