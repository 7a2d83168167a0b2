namespace Fovea.Inference.Graphs;

/// <summary>
/// Which elements of a value are read: exactly, a bit for each. Along an axis where all positions are alike, such as the channels behind a
/// convolution, one is stored for all.
/// </summary>
internal sealed class ReadMask
{
    /// <summary>The most bits of a mask. Of a larger one, an axis is taken as a whole, so that more is read than would be.</summary>
    private const long MostBits = 1 << 24;

    // The extents of what is stored: 1 or the shape's.
    private readonly int[] _extents;
    private readonly bool[] _bits;

    private ReadMask(Shape shape, int[] extents, bool[] bits)
    {
        Shape = shape;
        _extents = extents;
        _bits = bits;
    }

    /// <summary>The value's shape.</summary>
    public Shape Shape { get; }

    /// <summary>The bytes that are stored.</summary>
    public int Bytes => _bits.Length;

    /// <summary>Whether nothing is read.</summary>
    public bool IsEmpty => !_bits.AsSpan().Contains(true);

    /// <summary>All elements, or none.</summary>
    public static ReadMask Whole(Shape shape, bool read = true) => new(shape, [.. shape.Select(_ => 1)], [read]);

    /// <summary>One element.</summary>
    public static ReadMask Of(Shape shape, IReadOnlyList<long> index)
    {
        ReadMask mask = Whole(shape);
        for (int axis = 0; axis < shape.Rank; axis++)
            mask = mask.Map(axis, (_, positions) => positions.Add(index[axis]), shape[axis]);
        return mask;
    }

    /// <summary>What these elements of an output read of an input.</summary>
    /// <param name="reads">For each axis of the input, what is read along it.</param>
    /// <param name="input">The input's shape.</param>
    /// <param name="budget">Ends the work when its time is up.</param>
    public ReadMask Through(IReadOnlyList<AxisRead> reads, Shape input, LoadBudget budget)
    {
        ReadMask mask = this;
        for (int axis = 0; axis < Shape.Rank; axis++)
        {
            if (!reads.Any(read => read.Axis == axis))
                mask = mask.Map(axis, null, 1);
        }

        // One axis after another: the positions along one do not depend on those along others.
        for (int i = 0; i < reads.Count; i++)
        {
            if (reads[i] is { Axis: { } axis, IsSame: false } read)
                mask = mask.Map(axis, read.Read, input[i], budget);
        }

        int[] strides = StridesOf(mask._extents);
        int[] extents = [.. reads.Select(read => read.Axis is { } axis ? mask._extents[axis] : 1)];
        int[] order = [.. reads.Select(read => read.Axis is { } axis ? strides[axis] : 0)];
        return new ReadMask(input, extents, Gather(mask._bits, extents, order));
    }

    /// <summary>The elements that either mask has.</summary>
    public ReadMask Or(ReadMask other)
    {
        int[] extents = [.. _extents.Zip(other._extents, Math.Max)];
        bool[] bits = Gather(_bits, extents, StridesOf(_extents));
        bool[] others = Gather(other._bits, extents, StridesOf(other._extents));
        for (int i = 0; i < bits.Length; i++)
            bits[i] |= others[i];
        return new ReadMask(Shape, extents, bits);
    }

    /// <summary>The same elements, in row-major order, of another shape.</summary>
    public ReadMask Reshape(Shape shape)
    {
        int[] old = [.. Enumerable.Range(0, Shape.Rank).Where(axis => Shape[axis] != 1)];
        if (old.Select(axis => Shape[axis]).SequenceEqual(shape.Where(extent => extent != 1)))
        {
            int next = 0;
            return new ReadMask(shape, [.. shape.Select(extent => extent == 1 ? 1 : _extents[old[next++]])], _bits);
        }

        if (_bits.Length == 1 || Shape.ElementCount > MostBits)
            return Whole(shape, !IsEmpty);
        return new ReadMask(
            shape, [.. shape.Select(extent => (int)extent)],
            Gather(_bits, [.. Shape.Select(extent => (int)extent)], StridesOf(_extents)));
    }

    /// <summary>Along each axis, the smallest range that has all elements; null if there are none.</summary>
    public AxisRange[]? Bounds()
    {
        if (IsEmpty)
            return null;
        var bounds = new AxisRange[Shape.Rank];
        for (int axis = 0; axis < bounds.Length; axis++)
        {
            if (_extents[axis] < Shape[axis])
            {
                bounds[axis] = new AxisRange(0, Shape[axis]);
                continue;
            }

            bool[] line = Alone(axis)._bits;
            bounds[axis] = new AxisRange(Array.IndexOf(line, true), Array.LastIndexOf(line, true) + 1);
        }

        return bounds;
    }

    // With all other axes made one.
    private ReadMask Alone(int kept)
    {
        ReadMask mask = this;
        for (int axis = Shape.Rank - 1; axis >= 0; axis--)
        {
            if (axis != kept)
                mask = mask.Map(axis, null, 1);
        }

        return mask;
    }

    // Replaces the positions along an axis by those that they read, up to an extent; by one for all if nothing says which.
    private ReadMask Map(int axis, Action<long, List<long>>? read, long extent, LoadBudget? budget = null)
    {
        int outer = Product(_extents[..axis]);
        int inner = Product(_extents[(axis + 1)..]);
        long length = (long)outer * extent * inner;
        int[][] positions = read is null || length > MostBits
            ? [.. Enumerable.Repeat<int[]>([0], _extents[axis])]
            : Positions(axis, read, extent, budget);
        bool isUniform = read is null || length > MostBits || (_extents[axis] == 1 && positions[0].Length == extent);
        int[] extents = [.. _extents];
        extents[axis] = isUniform ? 1 : (int)extent;
        if (isUniform && _extents[axis] == 1)
            return this;
        bool[] bits = new bool[outer * extents[axis] * inner];
        for (int o = 0; o < outer; o++)
        {
            budget?.ThrowIfOver();
            for (int from = 0; from < _extents[axis]; from++)
            {
                ReadOnlySpan<bool> line = _bits.AsSpan(((o * _extents[axis]) + from) * inner, inner);
                if (!line.Contains(true))
                    continue;
                foreach (int to in positions[from])
                {
                    Span<bool> target = bits.AsSpan(((o * extents[axis]) + to) * inner, inner);
                    for (int i = 0; i < inner; i++)
                        target[i] |= line[i];
                }
            }
        }

        return new ReadMask(Shape.With(axis, extent), extents, bits);
    }

    // For each stored position along an axis, the positions inside of the input that it reads.
    private int[][] Positions(int axis, Action<long, List<long>> read, long extent, LoadBudget? budget)
    {
        int[][] found = new int[_extents[axis]][];
        var positions = new List<long>();
        for (int i = 0; i < found.Length; i++)
        {
            var inside = new SortedSet<int>();
            long last = _extents[axis] == 1 ? Math.Max(1, Shape[axis]) : i + 1;
            for (long cell = i; cell < last && inside.Count < extent; cell++)
            {
                budget?.ThrowIfOver();
                positions.Clear();
                read(cell, positions);
                inside.UnionWith(positions.Where(position => position >= 0 && position < extent).Select(position => (int)position));
            }

            found[i] = [.. inside];
        }

        return found;
    }

    // Elements at strides, of which 0 repeats one.
    private static bool[] Gather(bool[] source, int[] extents, int[] strides)
    {
        bool[] result = new bool[Product(extents)];
        if (result.Length > 0)
            Gather(source, 0, result, extents, strides, 0);
        return result;
    }

    private static void Gather(bool[] source, int from, Span<bool> target, int[] extents, int[] strides, int axis)
    {
        if (axis == extents.Length)
        {
            target[0] = source[from];
            return;
        }

        int length = target.Length / extents[axis];
        for (int i = 0; i < extents[axis]; i++)
            Gather(source, from + (i * strides[axis]), target.Slice(i * length, length), extents, strides, axis + 1);
    }

    private static int[] StridesOf(int[] extents)
    {
        int[] strides = new int[extents.Length];
        int stride = 1;
        for (int axis = extents.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = extents[axis] == 1 ? 0 : stride;
            stride *= extents[axis];
        }

        return strides;
    }

    private static int Product(int[] extents) => extents.Aggregate(1, (product, extent) => checked(product * extent));
}
