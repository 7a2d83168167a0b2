namespace Fovea.Inference.Tests.Reference;

/// <summary>Operators whose operands are positions.</summary>
internal static class ReferenceIndexing
{
    public static NdArray GatherElements(NdArray data, NdArray indices, int axis) =>
        NdArray.Build(indices.Shape, index => data[Along(data, index, axis, indices[index])]);

    public static NdArray ScatterElements(
        NdArray data, NdArray indices, NdArray updates, int axis, Func<double, double, double> combine)
    {
        var result = new NdArray(data.Shape, [.. data.Values]);
        foreach (long[] index in SlidingWindow.Indices([.. indices.Shape]))
        {
            long[] to = Along(data, index, axis, indices[index]);
            result[to] = combine(result[to], updates[index]);
        }

        return result;
    }

    public static NdArray GatherND(NdArray data, NdArray indices, int batchAxes)
    {
        int length = (int)indices.Shape[-1];
        int lead = indices.Rank - 1;
        return NdArray.Build(new Shape([.. indices.Shape.SkipLast(1), .. data.Shape.Skip(batchAxes + length)]), index =>
            data[[.. index.Take(batchAxes), .. Tuple(data, indices, index, lead, length, batchAxes), .. index.Skip(lead)]]);
    }

    public static NdArray ScatterND(NdArray data, NdArray indices, NdArray updates, Func<double, double, double> combine)
    {
        var result = new NdArray(data.Shape, [.. data.Values]);
        int length = (int)indices.Shape[-1];
        int lead = indices.Rank - 1;
        foreach (long[] index in SlidingWindow.Indices([.. updates.Shape]))
        {
            long[] to = [.. Tuple(data, indices, index, lead, length, 0), .. index.Skip(lead)];
            result[to] = combine(result[to], updates[index]);
        }

        return result;
    }

    public static NdArray OneHot(NdArray indices, long depth, double off, double on, int axis)
    {
        axis = axis < 0 ? axis + indices.Rank + 1 : axis;
        return NdArray.Build(new Shape([.. indices.Shape.Take(axis), depth, .. indices.Shape.Skip(axis)]), index =>
        {
            double chosen = Math.Truncate(indices[[.. index.Where((_, a) => a != axis)]]);
            return chosen == index[axis] || chosen + depth == index[axis] ? on : off;
        });
    }

    public static NdArray Tile(NdArray x, params long[] repeats) => NdArray.Build(
        new Shape([.. x.Shape.Select((d, axis) => d * repeats[axis])]), index => x[[.. index.Select((i, axis) => i % x.Shape[axis])]]);

    public static NdArray Triangle(NdArray x, bool upper, long k) => NdArray.Build(x.Shape, index =>
        (upper ? index[^1] - index[^2] >= k : index[^1] - index[^2] <= k) ? x[index] : 0);

    public static NdArray Reverse(NdArray x, long[] lengths, int batchAxis) => NdArray.Build(x.Shape, index =>
    {
        long[] from = [.. index];
        int time = 1 - batchAxis;
        long length = lengths[index[batchAxis]];
        from[time] = index[time] < length ? length - 1 - index[time] : index[time];
        return x[from];
    });

    private static long[] Along(NdArray data, long[] index, int axis, double position)
    {
        axis = axis < 0 ? axis + data.Rank : axis;
        long[] at = [.. index];
        at[axis] = (long)position < 0 ? (long)position + data.Shape[axis] : (long)position;
        return at;
    }

    private static IEnumerable<long> Tuple(NdArray data, NdArray indices, long[] index, int lead, int length, int batchAxes) =>
        Enumerable.Range(0, length).Select(i =>
        {
            long position = (long)indices[[.. index.Take(lead), i]];
            return position < 0 ? position + data.Shape[batchAxes + i] : position;
        });
}
