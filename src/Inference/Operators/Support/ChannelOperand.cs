using System.Runtime.InteropServices;
using Fovea.Inference.Graphs;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators.Support;

/// <summary>The constant operand of an arithmetic node, with one value per channel or one for all channels.</summary>
/// <param name="Values">One per channel.</param>
/// <param name="IsFirst">Whether the constant is the first operand.</param>
internal sealed record ChannelOperand(ChannelValues Values, bool IsFirst)
{
    /// <summary>
    /// The constant operand per index of <paramref name="axis"/> of the result; null if there is none, or if it varies along other axes.
    /// </summary>
    public static ChannelOperand? Of(Node node, int axis)
    {
        bool first = node.Required(0).Constant is not null;
        return node.Required(first ? 0 : 1).Constant is { ElementType: ElementType.Float32 } constant
            && IsPerChannel(constant.Shape, node.Outputs[0].KnownShape, axis, first ? 0 : LegacyBroadcast.Trailing(node))
            ? new ChannelOperand(new ConstantValues(constant, checked((int)node.Outputs[0].KnownShape[axis])), first)
            : null;
    }

    private static bool IsPerChannel(Shape constant, Shape result, int axis, int trailing)
    {
        if (constant.Rank > result.Rank)
            return false;
        int ownAxis = axis - (result.Rank - constant.Rank - trailing);
        return constant.ElementCount == 1
            || (ownAxis >= 0 && ownAxis < constant.Rank && constant[ownAxis] == result[axis] && constant.ElementCount == result[axis]);
    }

    /// <summary>The elements of a constant: one per channel, or one for all channels.</summary>
    private sealed record ConstantValues(ConstantData Constant, int Count) : ChannelValues(Count)
    {
        public override bool IsPlanSpecific => Constant.IsPlanSpecific;

        public override double[] Read()
        {
            float[] values = new float[Constant.Shape.ElementCount];
            Constant.Read(0, MemoryMarshal.AsBytes(values.AsSpan()));
            double[] result = new double[Count];
            for (int i = 0; i < result.Length; i++)
                result[i] = values[values.Length == 1 ? 0 : i];
            return result;
        }
    }
}
