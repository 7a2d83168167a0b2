namespace Fovea.Inference.Graphs;

/// <summary>
/// Which positions along one axis of an input a cell of an output reads. They depend on the cell's position along one axis of the output,
/// or on none: then all positions are read. The elements that a cell reads are the product of its positions along all axes.
/// </summary>
internal sealed class AxisRead
{
    // Of a longer range that has no rule of its own, only the ends are read.
    private const long LongRange = 4096;

    private readonly Action<long, List<long>>? _positions;
    private readonly Func<AxisRange, AxisRange?>? _range;

    private AxisRead(int? axis, Action<long, List<long>>? positions, Func<AxisRange, AxisRange?>? range)
    {
        Axis = axis;
        _positions = positions;
        _range = range;
    }

    /// <summary>All positions.</summary>
    public static AxisRead All { get; } = new(null, null, null);

    /// <summary>The axis of the output on which the positions depend; null if all are read.</summary>
    public int? Axis { get; }

    /// <summary>Whether the position is the cell's own.</summary>
    public bool IsSame => Axis is not null && _positions is null;

    /// <summary>The cell's own position.</summary>
    public static AxisRead Same(int axis) => new(axis, null, null);

    /// <summary>The same along axes 0, 1 and so on.</summary>
    public static AxisRead[] SameAxes(int count) => [.. Enumerable.Range(0, count).Select(Same)];

    /// <summary>Positions that are computed.</summary>
    /// <param name="axis">The axis of the output.</param>
    /// <param name="positions">Adds those of a cell: any number, in any order, also beyond the borders.</param>
    /// <param name="range">
    /// What a range of cells reads, which is never empty, without regard to borders; null if that is nothing. May be left out where the
    /// positions only grow with the cell, or only fall.
    /// </param>
    public static AxisRead Of(int axis, Action<long, List<long>> positions, Func<AxisRange, AxisRange?>? range = null) =>
        new(axis, positions, range);

    /// <summary>One position: the cell's, times a step, from a first one on.</summary>
    public static AxisRead Shifted(int axis, long first, long step = 1) => Of(
        axis,
        (cell, positions) => positions.Add(first + (cell * step)),
        cells => Hull(first + (cells.Begin * step), first + ((cells.End - 1) * step)));

    /// <summary>A sliding window.</summary>
    public static AxisRead Window(int axis, int kernel, int stride, int dilation, int padding) => Of(
        axis,
        (cell, positions) =>
        {
            for (long tap = 0; tap < kernel; tap++)
                positions.Add((cell * stride) - padding + (tap * dilation));
        },
        cells => kernel == 0
            ? null
            : Hull((cells.Begin * stride) - padding, ((cells.End - 1) * stride) - padding + ((kernel - 1L) * dilation)));

    /// <summary>A window that slides over the output: the positions p with cell = p stride - padding + tap dilation.</summary>
    public static AxisRead Transposed(int axis, int kernel, int stride, int dilation, int padding) => Of(
        axis,
        (cell, positions) =>
        {
            for (long tap = 0; tap < kernel; tap++)
            {
                long distance = cell + padding - (tap * dilation);
                if (distance % stride == 0)
                    positions.Add(distance / stride);
            }
        },
        cells =>
        {
            AxisRange? range = null;
            for (long tap = 0; tap < kernel; tap++)
            {
                long shift = padding - (tap * dilation);
                // From the first multiple of the stride on, up to the last one.
                long first = -FloorDivide(-(cells.Begin + shift), stride), last = FloorDivide(cells.End - 1 + shift, stride);
                if (first <= last)
                    range = range?.Or(Hull(first, last)) ?? Hull(first, last);
            }

            return range;
        });

    /// <summary>Blocks of positions: each block of cells reads a block of the input.</summary>
    public static AxisRead Blocks(int axis, long cells, long block) => Of(axis, (cell, positions) =>
    {
        long first = cell / Math.Max(1, cells) * block;
        for (long i = 0; i < block; i++)
            positions.Add(first + i);
    });

    /// <summary>One part of a concatenation. Beyond the border of the result, the part at that border goes on.</summary>
    public static AxisRead Part(int axis, long offset, long extent, long whole) => Of(
        axis,
        (cell, positions) =>
        {
            long position = cell - offset;
            if ((position >= 0 || offset == 0) && (position < extent || offset + extent == whole))
                positions.Add(position);
        },
        cells =>
        {
            long first = offset == 0 ? cells.Begin : Math.Max(0, cells.Begin - offset);
            long last = (offset + extent == whole ? cells.End - offset : Math.Min(extent, cells.End - offset)) - 1;
            return first <= last ? Hull(first, last) : null;
        });

    /// <summary>
    /// The positions of an operand that is broadcast: for each axis of the operand, aligned at the last axes, the cell's own or, where the
    /// operand has the extent 1, that one. Null if the shapes do not broadcast.
    /// </summary>
    public static AxisRead[]? Broadcast(Shape operand, Shape result)
    {
        int lead = result.Rank - operand.Rank;
        if (lead < 0 || operand.Where((extent, axis) => extent != 1 && extent != result[lead + axis]).Any())
            return null;
        return [.. operand.Select((extent, axis) => extent == 1 ? All : Same(lead + axis))];
    }

    /// <summary>The positions that a cell at a position of the output's axis reads, also beyond the borders.</summary>
    public void Read(long cell, List<long> positions)
    {
        positions.Clear();
        if (_positions is null)
            positions.Add(cell);
        else
            _positions(cell, positions);
    }

    /// <summary>What cells in a range read, without regard to borders; null if that is nothing.</summary>
    public AxisRange? Read(AxisRange cells)
    {
        if (_positions is null)
            return cells;
        if (cells.Length <= 0)
            return null;
        AxisRange? range = null;
        if (_range is not null)
        {
            range = _range(cells);
        }
        else
        {
            var positions = new List<long>();
            for (long cell = cells.Begin; cell < cells.End; cell++)
            {
                if (cells.Length > LongRange && cell == cells.Begin + (LongRange / 2))
                    cell = cells.End - (LongRange / 2);
                Read(cell, positions);
                foreach (long position in positions)
                    range = range?.Or(Hull(position, position)) ?? Hull(position, position);
            }
        }

        return range?.Limited();
    }

    // The range from one position to another, both included.
    private static AxisRange Hull(long one, long other) => new(Math.Min(one, other), Math.Max(one, other) + 1);

    private static long FloorDivide(long value, long by) => (value - (((value % by) + by) % by)) / by;
}
