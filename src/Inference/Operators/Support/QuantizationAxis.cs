using Fovea.Inference.Graphs;
using Fovea.Inference.Memory;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// Which scale belongs to which element in QuantizeLinear and DequantizeLinear: one for all, one for each index of an axis, or one for each
/// block of elements along an axis.
/// </summary>
internal static class QuantizationAxis
{
    private const int Scale = 1;
    private const int Zero = 2;

    /// <summary>Checks the shapes of scale and zero point against that of the operand, as far as they are known.</summary>
    /// <exception cref="InvalidModelException">They do not fit.</exception>
    public static void Check(ShapeContext context)
    {
        Node node = context.Node;
        if (context.Dimensions(Scale) is not { } scale)
            return;
        if (node.Input(Zero)?.Shape.Dimensions is { } zero && !Fits(scale, zero))
        {
            throw node.Invalid(
                $"its scale has the shape {context.Shape(Scale)} and its zero point {context.Shape(Zero)}; expected the same");
        }

        long block = Block(node);
        if (context.Dimensions(0) is not { } x || scale.All(d => d.Value == 1))
            return;
        if (block > 0)
        {
            CheckBlocks(node, x, scale, block);
            return;
        }

        if (scale.Count != 1)
            throw node.Invalid($"its scale has the shape {context.Shape(Scale)}; expected one scale, a row of them, or a block_size");
        Dimension extent = x[Axis(node, x.Count)];
        if (extent.IsKnown && scale[0].IsKnown && extent != scale[0])
            throw node.Invalid($"has {scale[0]} scales for an axis of {extent} elements");
    }

    /// <summary>Whether each image has the same scales.</summary>
    public static bool KeepsImagesApart(Node node) =>
        new Quantization(node, Scale, Zero) is { IsConstant: true } parameters
        && (parameters.IsPerTensor || (Block(node) == 0 && Axis(node, node.Required(0).KnownShape.Rank) > 0));

    /// <summary>The axis of the scales of a node, whose rank is known.</summary>
    public static int Axis(Node node, int rank) => node.Axis(node.Attributes.Int("axis", 1), rank);

    /// <summary>Elements of a block; 0 if scales are not blocked.</summary>
    public static long Block(Node node)
    {
        long block = node.Attributes.Int("block_size", 0);
        return block >= 0 ? block : throw node.Invalid($"block_size is {block}; expected at least 1, or 0 for no blocks");
    }

    /// <summary>The scale and the zero point of a cell, where scales are not blocked.</summary>
    public static (double Scale, double Zero) Of(CellContext context)
    {
        Node node = context.Node;
        bool isOne = context.Operand(Scale).Shape.ElementCount == 1;
        long index = isOne ? 0 : context.Index[Axis(node, context.Index.Count)];
        return (context.Operand(Scale)[index], node.Input(Zero) is null ? 0 : context.Operand(Zero).Of(index));
    }

    /// <summary>Calls an action with views of one shape: operand, result, scales and zero points, of all elements or of a part.</summary>
    public static void ForEach(Node node, View x, View y, View scales, View zeros, Action<View, View, View, View> action)
    {
        int rank = x.Shape.Rank;
        if (Block(node) is > 0 and var block && scales.Shape.ElementCount != 1)
        {
            int axis = Axis(node, rank);
            // An omitted zero point is one element.
            zeros = zeros.Shape.Rank == 0 ? zeros.Expand(scales.Shape) : zeros;
            long extent = x.Shape[axis];
            long whole = extent / block;
            long rest = extent - (whole * block);
            if (whole > 0)
            {
                action(
                    Blocks(x, axis, whole, block), Blocks(y, axis, whole, block), Repeated(scales, axis, whole, block),
                    Repeated(zeros, axis, whole, block));
            }

            if (rest > 0)
                action(Rest(x, axis, rest), Rest(y, axis, rest), Last(scales, axis, whole, rest), Last(zeros, axis, whole, rest));
            return;
        }

        action(x, y, Along(scales, x.Shape, node), Along(zeros, x.Shape, node));
    }

    // One scale for all, or one for each index of the axis.
    private static View Along(View parameters, Shape shape, Node node)
    {
        long[] strides = new long[shape.Rank];
        if (parameters.Shape.ElementCount != 1)
            strides[Axis(node, shape.Rank)] = parameters.Strides[0];
        return new View(parameters.Buffer, parameters.Offset, shape, strides);
    }

    // [..., whole * block and maybe more, ...] as [..., whole, block, ...].
    private static View Blocks(View view, int axis, long whole, long block) =>
        Split(view, axis, whole, block, view.Strides[axis] * block, view.Strides[axis]);

    // Scales [..., whole or more, ...] as [..., whole, block, ...].
    private static View Repeated(View scales, int axis, long whole, long block) =>
        Split(scales, axis, whole, block, scales.Strides[axis], 0);

    private static View Split(View view, int axis, long outer, long inner, long outerStride, long innerStride) => new(
        view.Buffer, view.Offset, new Shape([.. view.Shape.Take(axis), outer, inner, .. view.Shape.Skip(axis + 1)]),
        [.. view.Strides.Take(axis), outerStride, innerStride, .. view.Strides.Skip(axis + 1)]);

    // The last elements of the axis.
    private static View Rest(View view, int axis, long count) => new(
        view.Buffer, view.Offset + ((view.Shape[axis] - count) * view.Strides[axis]), view.Shape.With(axis, count), view.Strides);

    // The scales of the last block, which has so many elements.
    private static View Last(View scales, int axis, long index, long count)
    {
        long[] strides = [.. scales.Strides];
        strides[axis] = 0;
        return new View(scales.Buffer, scales.Offset + (index * scales.Strides[axis]), scales.Shape.With(axis, count), strides);
    }

    private static bool Fits(IReadOnlyList<Dimension> a, IReadOnlyList<Dimension> b)
    {
        // One element may be a scalar or a row.
        if (a.All(d => d.Value == 1) && b.All(d => d.Value == 1))
            return true;
        return a.Count == b.Count && a.Zip(b).All(pair => !pair.First.IsKnown || !pair.Second.IsKnown || pair.First == pair.Second);
    }

    private static void CheckBlocks(Node node, IReadOnlyList<Dimension> x, IReadOnlyList<Dimension> scale, long block)
    {
        if (scale.Count != x.Count || x.Count == 0)
            throw node.Invalid($"its scale has the rank {scale.Count}; in blocks it must have that of the operand, {x.Count}");
        int axis = Axis(node, x.Count);
        for (int i = 0; i < x.Count; i++)
        {
            if (x[i].Value is not { } extent || scale[i].Value is not { } found)
                continue;
            long expected = i == axis ? (extent / block) + (extent % block > 0 ? 1 : 0) : extent;
            if (found != expected)
                throw node.Invalid($"has {found} scales along axis {i} of {extent} elements; expected {expected}");
        }
    }
}
