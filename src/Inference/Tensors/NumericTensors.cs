namespace Fovea.Inference.Tensors;

/// <summary>Shapes of <c>System.Numerics.Tensors</c>.</summary>
internal static class NumericTensors
{
    /// <summary>Whether elements lie one behind the other in row-major order. The strides of extents of 1 have no meaning.</summary>
    public static bool IsRowMajor(ReadOnlySpan<nint> lengths, ReadOnlySpan<nint> strides)
    {
        nint elements = 1;
        for (int axis = lengths.Length - 1; axis >= 0; axis--)
        {
            if (lengths[axis] == 0)
                return true;
            if (lengths[axis] != 1 && strides[axis] != elements)
                return false;
            elements *= lengths[axis];
        }

        return true;
    }

    public static Shape ShapeOf(ReadOnlySpan<nint> lengths)
    {
        var extents = new long[lengths.Length];
        for (int axis = 0; axis < extents.Length; axis++)
            extents[axis] = lengths[axis];
        return new Shape(extents);
    }

    /// <summary>A scalar has one extent of 1: there are no scalars there.</summary>
    public static nint[] LengthsOf(Shape shape)
    {
        if (shape.Rank == 0)
            return [1];
        var lengths = new nint[shape.Rank];
        for (int axis = 0; axis < lengths.Length; axis++)
            lengths[axis] = checked((nint)shape[axis]);
        return lengths;
    }
}
