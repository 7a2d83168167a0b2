using Fovea.Inference.Graphs;

namespace Fovea.Inference.Operators.Support;

/// <summary>The constant operand of an arithmetic node that has one value per channel, or one for all.</summary>
/// <param name="Values">One per channel, in double precision.</param>
/// <param name="IsFirst">Whether the constant stands before the operator's sign.</param>
internal sealed record ChannelOperand(double[] Values, bool IsFirst)
{
    /// <summary>The constant operand by index of <paramref name="axis"/> of the result; null where it is none, or differs along other axes.</summary>
    public static ChannelOperand? Of(Node node, int axis)
    {
        bool first = node.Required(0).Constant is not null;
        return node.Required(first ? 0 : 1).Constant is { ElementType: ElementType.Float32 } constant && PerChannel(constant, node.Outputs[0].KnownShape, axis) is { } values
            ? new ChannelOperand(values, first)
            : null;
    }

    private static double[]? PerChannel(Tensor constant, Shape shape, int axis)
    {
        Span<float> values = constant.Span<float>();
        double[] result = new double[shape[axis]];
        if (values.Length == 1 && constant.Shape.Rank <= shape.Rank)
        {
            Array.Fill(result, values[0]);
            return result;
        }

        int place = axis - (shape.Rank - constant.Shape.Rank);
        if (place < 0 || constant.Shape.Rank > shape.Rank || constant.Shape[place] != shape[axis] || values.Length != result.Length)
            return null;
        for (int i = 0; i < result.Length; i++)
            result[i] = values[i];
        return result;
    }
}
