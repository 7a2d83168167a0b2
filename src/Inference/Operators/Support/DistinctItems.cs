using System.Numerics;
using System.Runtime.ExceptionServices;
using Fovea.Inference.Lowering;

namespace Fovea.Inference.Operators.Support;

/// <summary>The distinct slices of a tensor along an axis.</summary>
/// <param name="Values">The distinct slices, along the same axis.</param>
/// <param name="First">Where each occurs first.</param>
/// <param name="Inverse">For each slice of the tensor, which of the distinct ones it is.</param>
/// <param name="Counts">How often each occurs.</param>
internal sealed record DistinctItems(Tensor Values, long[] First, long[] Inverse, long[] Counts)
{
    /// <summary>Finds them.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="shape">Its shape, or that of its elements in a row.</param>
    /// <param name="axis">The axis along which the slices lie.</param>
    /// <param name="sorted">Whether they are in ascending order; else in that of their first occurrences.</param>
    /// <param name="control">Asked now and then whether to stop.</param>
    public static DistinctItems Find(Tensor x, Shape shape, int axis, bool sorted, CutControl control)
    {
        int count = (int)shape[axis];
        int outer = (int)shape.Take(axis).Aggregate(1L, (a, b) => a * b);
        int bytes = (int)(x.ElementType.SizeInBytes() * shape.Skip(axis + 1).Aggregate(1L, (a, b) => a * b));
        int item = bytes * outer;

        // Each slice in one piece, so that slices are compared as rows.
        byte[] rows = new byte[x.Bytes.Length];
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < count; i++)
                x.Bytes.Span.Slice(((o * count) + i) * bytes, bytes).CopyTo(rows.AsSpan((i * item) + (o * bytes)));
        }

        int[] order = Sort(x.ElementType, rows, count, item, control);
        (long[] first, long[] inverse, long[] counts) = Group(order, rows, x.ElementType, item, sorted);
        var values = new Tensor(x.ElementType, shape.With(axis, first.Length));
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < first.Length; i++)
                rows.AsSpan(((int)first[i] * item) + (o * bytes), bytes).CopyTo(values.Bytes.Span[(((o * first.Length) + i) * bytes)..]);
        }

        return new DistinctItems(values, first, inverse, counts);
    }

    private static (long[] First, long[] Inverse, long[] Counts) Group(int[] order, byte[] rows, ElementType type, int item, bool sorted)
    {
        var groups = new List<(int First, int Start, int Count)>();
        for (int i = 0; i < order.Length; i++)
        {
            if (i > 0 && Compare(type, rows, item, order[i - 1], order[i]) == 0)
                groups[^1] = groups[^1] with { Count = groups[^1].Count + 1 };
            else
                groups.Add((order[i], i, 1));
        }

        if (!sorted)
            groups.Sort((a, b) => a.First.CompareTo(b.First));
        long[] inverse = new long[order.Length];
        for (int g = 0; g < groups.Count; g++)
        {
            for (int i = 0; i < groups[g].Count; i++)
                inverse[order[groups[g].Start + i]] = g;
        }

        return ([.. groups.Select(g => (long)g.First)], inverse, [.. groups.Select(g => (long)g.Count)]);
    }

    private static int[] Sort(ElementType type, byte[] rows, int count, int item, CutControl control)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        long comparisons = 0;
        try
        {
            Array.Sort(order, (a, b) =>
            {
                if ((comparisons++ & 0xFFFF) == 0)
                    control.ThrowIfStopped();
                int difference = Compare(type, rows, item, a, b);
                return difference != 0 ? difference : a.CompareTo(b);
            });
        }
        catch (InvalidOperationException error) when (error.InnerException is not null)
        {
            // Sorting wraps what a comparison throws.
            ExceptionDispatchInfo.Throw(error.InnerException);
        }

        return order;
    }

    private static int Compare(ElementType type, byte[] rows, int item, int a, int b)
    {
        ReadOnlySpan<byte> left = rows.AsSpan(a * item, item);
        ReadOnlySpan<byte> right = rows.AsSpan(b * item, item);
        return type switch
        {
            ElementType.Float32 => Compare<float>(left, right),
            ElementType.Float64 => Compare<double>(left, right),
            ElementType.Float16 => Compare<Half>(left, right),
            ElementType.Int64 => Compare<long>(left, right),
            ElementType.Int32 => Compare<int>(left, right),
            ElementType.Int16 => Compare<short>(left, right),
            ElementType.Int8 => Compare<sbyte>(left, right),
            ElementType.UInt64 => Compare<ulong>(left, right),
            ElementType.UInt32 => Compare<uint>(left, right),
            ElementType.UInt16 => Compare<ushort>(left, right),
            _ => Compare<byte>(left, right),
        };
    }

    // NaN is equal to itself and larger than any number.
    private static int Compare<T>(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> a = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(left);
        ReadOnlySpan<T> b = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(right);
        for (int i = 0; i < a.Length; i++)
        {
            if (a[i] == b[i] || (T.IsNaN(a[i]) && T.IsNaN(b[i])))
                continue;
            return T.IsNaN(a[i]) || a[i] > b[i] ? 1 : -1;
        }

        return 0;
    }
}
