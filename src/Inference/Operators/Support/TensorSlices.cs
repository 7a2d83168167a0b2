using Fovea.Inference.Graphs;

namespace Fovea.Inference.Operators.Support;

/// <summary>Single positions along an axis of tensors, for loops that a run computes between two plans.</summary>
internal static class TensorSlices
{
    /// <summary>A copy of the elements at one position of an axis, which the result does not have.</summary>
    public static Tensor Take(Tensor tensor, int axis, long position)
    {
        (int outer, int extent, int inner) = Sizes(tensor, tensor.Shape, axis);
        var slice = new Tensor(tensor.ElementType, new Shape([.. tensor.Shape.Where((_, i) => i != axis)]));
        for (int i = 0; i < outer; i++)
        {
            tensor.Bytes.Span.Slice(((i * extent) + (int)position) * inner, inner)
                .CopyTo(slice.Bytes.Span.Slice(i * inner, inner));
        }

        return slice;
    }

    /// <summary>Tensors of one shape along a new axis; positions behind them are zeros.</summary>
    /// <param name="node">The node, for errors.</param>
    /// <param name="slices">The tensors; at least one.</param>
    /// <param name="axis">The new axis; negative ones count from the end.</param>
    /// <param name="extent">Its extent, at least the number of tensors.</param>
    /// <exception cref="InvalidInputException">They have different types or shapes, or there is no such axis.</exception>
    public static Tensor Stack(Node node, IReadOnlyList<Tensor> slices, long axis, long extent)
    {
        Tensor first = slices[0];
        if (slices.FirstOrDefault(slice => slice.ElementType != first.ElementType || !slice.Shape.Equals(first.Shape)) is { } other)
        {
            throw new InvalidInputException($"an iteration gives {other}, and the first gave {first}; expected the same.")
            {
                Context = node.ErrorContext,
            };
        }

        int place = node.Axis(axis, first.Shape.Rank + 1);
        List<long> extents = [.. first.Shape];
        extents.Insert(place, extent);
        var stack = new Tensor(first.ElementType, new Shape([.. extents]));
        (int outer, int all, int inner) = Sizes(stack, stack.Shape, place);
        for (int i = 0; i < outer; i++)
        {
            for (int k = 0; k < slices.Count; k++)
            {
                slices[k].Bytes.Span.Slice(i * inner, inner).CopyTo(stack.Bytes.Span.Slice(((i * all) + k) * inner, inner));
            }
        }

        return stack;
    }

    // How many slices there are before the axis, the extent of the axis, and the bytes of one position. Tensors have less than 2^31 bytes.
    private static (int Outer, int Extent, int Inner) Sizes(Tensor tensor, Shape shape, int axis)
    {
        if (shape.ElementCount == 0)
            return (0, 0, 0);
        int outer = 1;
        for (int i = 0; i < axis; i++)
            outer *= (int)shape[i];
        return (outer, (int)shape[axis], tensor.Bytes.Length / outer / (int)shape[axis]);
    }
}
