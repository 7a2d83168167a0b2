namespace Fovea.Inference.Tests.Reference;

/// <summary>Operators that only move elements: transposition, slices, padding, concatenation, gathering.</summary>
internal static class ReferenceMovement
{
    public static NdArray Transpose(NdArray x, params int[] permutation) =>
        NdArray.Build(new Shape([.. permutation.Select(p => x.Shape[p])]), index =>
        {
            var source = new long[x.Rank];
            for (int axis = 0; axis < x.Rank; axis++)
                source[permutation[axis]] = index[axis];
            return x[source];
        });

    /// <summary>numpy's slicing of one axis: negative bounds count from the end, bounds are clamped, steps may be negative.</summary>
    public static NdArray Slice(NdArray x, int axis, long start, long end, long step = 1)
    {
        axis = axis < 0 ? axis + x.Rank : axis;
        long extent = x.Shape[axis];
        start = start < 0 ? start + extent : start;
        end = end < 0 ? end + extent : end;
        start = step > 0 ? Math.Clamp(start, 0, extent) : Math.Clamp(start, 0, extent - 1);
        end = step > 0 ? Math.Clamp(end, 0, extent) : Math.Clamp(end, -1, extent - 1);
        long count = Math.Max(0, (end - start + step - Math.Sign(step)) / step);
        return NdArray.Build(x.Shape.With(axis, count), index =>
        {
            long[] source = [.. index];
            source[axis] = start + index[axis] * step;
            return x[source];
        });
    }

    /// <summary>Pads (or, where negative, crops) every axis; pads are the begins of all axes, then the ends.</summary>
    public static NdArray Pad(NdArray x, long[] pads, string mode = "constant", double value = 0)
    {
        Shape shape = new([.. x.Shape.Select((extent, axis) => extent + pads[axis] + pads[axis + x.Rank])]);
        return NdArray.Build(shape, index =>
        {
            long[] source = [.. index];
            for (int axis = 0; axis < x.Rank; axis++)
            {
                long last = x.Shape[axis] - 1, at = index[axis] - pads[axis];
                if (at >= 0 && at <= last)
                    source[axis] = at;
                else if (mode == "constant")
                    return value;
                else if (mode == "edge")
                    source[axis] = Math.Clamp(at, 0, last);
                else
                    source[axis] = at < 0 ? -at : 2 * last - at;
            }

            return x[source];
        });
    }

    public static NdArray Concat(int axis, params NdArray[] parts)
    {
        axis = axis < 0 ? axis + parts[0].Rank : axis;
        return NdArray.Build(parts[0].Shape.With(axis, parts.Sum(p => p.Shape[axis])), index =>
        {
            long[] source = [.. index];
            int part = 0;
            for (; source[axis] >= parts[part].Shape[axis]; part++)
                source[axis] -= parts[part].Shape[axis];
            return parts[part][source];
        });
    }

    /// <summary>Picks slices of one axis; negative indices count from the end.</summary>
    public static NdArray Gather(NdArray x, NdArray indices, int axis)
    {
        axis = axis < 0 ? axis + x.Rank : axis;
        Shape shape = new([.. x.Shape.Take(axis), .. indices.Shape, .. x.Shape.Skip(axis + 1)]);
        return NdArray.Build(shape, index =>
        {
            long picked = (long)indices[index.AsSpan(axis, indices.Rank)];
            return x[[.. index.Take(axis), picked < 0 ? picked + x.Shape[axis] : picked, .. index.Skip(axis + indices.Rank)]];
        });
    }
}
