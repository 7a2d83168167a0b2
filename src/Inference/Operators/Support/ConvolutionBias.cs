using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;

namespace Fovea.Inference.Operators.Support;

/// <summary>The bias of Conv and ConvTranspose.</summary>
internal static class ConvolutionBias
{
    /// <summary>Whether the node has no bias or a constant one.</summary>
    public static bool IsConstant(Node node) => node.Input(2) is null or { Constant: not null };

    /// <summary>The bias as one padded row per group; zeros when the node has none.</summary>
    public static unsafe PlanBuffer Grouped(LoweringContext context, int groups, int columns, int packedColumns)
    {
        Value? bias = context.Node.Input(2);
        if (bias is not null && bias.Constant is null)
            throw context.Node.Unsupported($"its bias '{bias.Name}' is computed by the graph; supported is a constant bias");
        if (groups == 1 || bias is null)
            return context.Row(bias, groups * packedColumns, $"bias {packedColumns}");
        Tensor tensor = bias.Constant!;
        return context.Constants.Packed(tensor, $"bias {groups}x{packedColumns}", (long)groups * packedColumns * sizeof(float), target =>
        {
            for (int group = 0; group < groups; group++)
                tensor.Span<float>().Slice(group * columns, columns).CopyTo(new Span<float>((float*)target + (group * packedColumns), columns));
        });
    }
}
