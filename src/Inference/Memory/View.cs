namespace Fovea.Inference.Memory;

/// <summary>
/// The memory of a value: a buffer, an offset and one stride per dimension of its shape (all in elements). Transposing, slicing and
/// expanding create another view of the same buffer.
/// </summary>
internal sealed class View(PlanBuffer buffer, long offset, Shape shape, long[] strides)
{
    public PlanBuffer Buffer { get; } = buffer;

    public long Offset { get; } = offset;

    public Shape Shape { get; } = shape;

    public long[] Strides { get; } = strides;

    /// <summary>The element type, which is the buffer's.</summary>
    public ElementType Type { get; } = buffer.ElementType
        ?? throw new ArgumentException("Scratch memory has no elements to view.", nameof(buffer));

    /// <summary>Whether the view is row-major and dense, as ONNX defines a tensor's order.</summary>
    public bool IsPlain => Matches(PlainStrides(Shape));

    /// <summary>Whether a shape can be one of images [N, C, ...] with one, two or three spatial axes.</summary>
    public static bool IsImage(Shape shape) => shape.Rank is >= 3 and <= 5;

    /// <summary>
    /// Whether the view has images whose channels (axis 1) are contiguous and whose pixels are evenly spaced in row-major order.
    /// </summary>
    public bool IsChannelsLast => IsImage(Shape) && (Shape[1] == 1 || Strides[1] == 1) && PixelStrideOrNull is not null;

    /// <summary>Elements between two pixels of a channels-last view.</summary>
    public long PixelStride => PixelStrideOrNull ?? throw new InvalidOperationException("The view is not in channels-last order.");

    private long? PixelStrideOrNull
    {
        get
        {
            // The innermost spatial axis with an extent above 1 gives the pixel stride; the strides of outer axes must be consistent with
            // it.
            long? pixel = null;
            long expected = 0;
            for (int axis = Shape.Rank - 1; axis >= 0; axis--)
            {
                if (axis == 1 || Shape[axis] == 1)
                    continue;
                if (pixel is null)
                {
                    pixel = Strides[axis];
                    expected = Strides[axis];
                }
                else if (Strides[axis] != expected)
                {
                    return null;
                }

                expected *= Shape[axis];
            }

            // A stride of zero repeats one pixel, which kernels do not support as channels-last.
            if (pixel is null)
                return Shape[1];
            return pixel >= Shape[1] ? pixel : null;
        }
    }

    public static long[] PlainStrides(Shape shape)
    {
        long[] strides = new long[shape.Rank];
        long stride = 1;
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        return strides;
    }

    /// <summary>Strides of [N, C, (D, H,) W] in the order N, D, H, W, C with the given distance between pixels.</summary>
    public static long[] ChannelsLastStrides(Shape shape, long pixelStride)
    {
        long[] strides = new long[shape.Rank];
        long stride = pixelStride;
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            if (axis == 1)
                continue;
            strides[axis] = stride;
            stride *= shape[axis];
        }

        strides[1] = 1;
        return strides;
    }

    /// <summary>Whether the strides address the same elements; those of dimensions of extent 1 do not matter.</summary>
    public bool Matches(long[] strides)
    {
        for (int axis = 0; axis < Shape.Rank; axis++)
        {
            if (Shape[axis] > 1 && Strides[axis] != strides[axis])
                return false;
        }

        return true;
    }

    /// <summary>The same memory with axes in another order.</summary>
    public View Permute(int[] order) =>
        new(Buffer, Offset, new Shape([.. order.Select(a => Shape[a])]), [.. order.Select(a => Strides[a])]);

    /// <summary>The same memory under another shape; null if that needs a copy.</summary>
    public View? TryReshape(Shape shape)
    {
        long[]? strides = ReshapeStrides(Shape, Strides, shape);
        return strides is null ? null : new View(Buffer, Offset, shape, strides);
    }

    /// <summary>The view repeated along axes of extent 1 (and new leading axes) to a shape it broadcasts to.</summary>
    /// <exception cref="ArgumentException">It does not broadcast to that shape.</exception>
    public View Expand(Shape shape)
    {
        long[] strides = new long[shape.Rank];
        int lead = shape.Rank - Shape.Rank;
        for (int axis = 0; axis < Shape.Rank; axis++)
        {
            if (lead < 0 || (Shape[axis] != 1 && Shape[axis] != shape[lead + axis]))
                throw new ArgumentException($"The shape {Shape} does not broadcast to {shape}.", nameof(shape));
            strides[lead + axis] = Shape[axis] == 1 ? 0 : Strides[axis];
        }

        return new View(Buffer, Offset, shape, strides);
    }

    /// <summary>
    /// Strides under a new shape: groups of old and new dimensions with the same number of elements are matched from the left; a group
    /// keeps its memory when its old dimensions are evenly spaced. Null when one is not.
    /// </summary>
    private static long[]? ReshapeStrides(Shape from, long[] fromStrides, Shape to)
    {
        long[] result = new long[to.Rank];
        if (from.ElementCount == 0)
            return PlainStrides(to);
        int[] old = [.. Enumerable.Range(0, from.Rank).Where(a => from[a] != 1)];
        int next = 0;
        for (int axis = 0; axis < to.Rank;)
        {
            if (to[axis] == 1)
            {
                result[axis++] = 0;
                continue;
            }

            int firstNew = axis;
            int firstOld = next;
            long newCount = to[axis++];
            long oldCount = from[old[next++]];
            while (newCount != oldCount)
            {
                if (newCount < oldCount)
                    newCount *= to[axis++];
                else
                    oldCount *= from[old[next++]];
            }

            for (int i = firstOld; i < next - 1; i++)
            {
                if (fromStrides[old[i]] != fromStrides[old[i + 1]] * from[old[i + 1]])
                    return null;
            }

            long stride = fromStrides[old[next - 1]];
            for (int i = axis - 1; i >= firstNew; i--)
            {
                result[i] = stride;
                stride *= to[i];
            }
        }

        return result;
    }
}
