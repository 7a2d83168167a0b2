namespace Fovea.Models.Graphs;

/// <summary>
/// The rows and columns of an open block. Each item is one row below what it reads. The first reader of a value stands in the value's own
/// column, other readers in columns of their own, and a line that passes rows moves to a free column beside. So lines cross no items, and
/// what a network does one after another stands in one column.
/// </summary>
internal sealed class ContainerLayout
{
    public const double Padding = 16, Header = 28;

    private const double RowGap = 36, ColumnGap = 12, BesideNode = 10, Lane = 6;

    private readonly LayoutItem _block;
    private readonly Dictionary<int, Wire> _wires = [];
    private readonly double[] _columns;
    private readonly double[] _tops;
    private readonly double[] _bottoms;

    /// <param name="block">The block, whose items have their sizes.</param>
    /// <param name="leaves">All nodes.</param>
    /// <param name="edges">The edges with an end in the block, but not both in one of its items.</param>
    public ContainerLayout(LayoutItem block, LayoutItem[] leaves, IEnumerable<LeafEdge> edges)
    {
        _block = block;
        foreach (LeafEdge edge in edges)
            Connect(leaves[edge.From], leaves[edge.To]);
        int rows = Rank();
        Columns = Place(rows);
        _columns = XOf(out double width);
        (_tops, _bottoms) = YOf(rows, out double height);
        block.Width = width;
        block.Height = height;
        block.Anchor = _columns.Length > 0 ? _columns[0] : Padding;
    }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    private bool IsRoot => _block.Parent is null;

    /// <summary>Where the line of a node outside enters, from the left edge.</summary>
    public double EntryX(int source) => _columns[_wires[source].ColumnIn(0)];

    /// <summary>Where the line of a node inside leaves.</summary>
    public double ExitX(int source)
    {
        Wire wire = _wires[source];
        return wire.FirstRow == _tops.Length - 1
            ? _columns[wire.Origin!.Column] - wire.Origin.Anchor + wire.Origin.ExitOf(source)
            : _columns[wire.LastColumn];
    }

    /// <summary>Gives the items their corners in the picture, once the block has its own.</summary>
    public void SetCorners()
    {
        foreach (LayoutItem item in _block.Items)
        {
            double middle = (_tops[item.Row] + _bottoms[item.Row] - item.Height) / 2;
            item.Corner = new GraphPoint(_block.Corner.X + _columns[item.Column] - item.Anchor, _block.Corner.Y + middle);
        }
    }

    /// <summary>Adds the points of a node's line through this block.</summary>
    /// <param name="source">The node.</param>
    /// <param name="reader">The item where it ends here; null where it leaves the block.</param>
    /// <param name="points">Takes the points, in the picture.</param>
    public void Route(int source, LayoutItem? reader, List<GraphPoint> points)
    {
        Wire wire = _wires[source];
        (double left, double top) = (_block.Corner.X, _block.Corner.Y);
        if (wire.Origin is { } origin)
        {
            double x = origin.Corner.X + origin.ExitOf(source);
            points.Add(new GraphPoint(x, origin.Corner.Y + origin.Height));
            points.Add(new GraphPoint(x, top + _bottoms[origin.Row]));
        }
        else
        {
            points.Add(new GraphPoint(left + EntryX(source), top));
        }

        int end = reader?.Row ?? _tops.Length;
        for (int row = wire.FirstRow + 1; row < end; row++)
        {
            double x = left + _columns[wire.ColumnIn(row)];
            points.Add(new GraphPoint(x, top + _tops[row]));
            points.Add(new GraphPoint(x, top + _bottoms[row]));
        }

        if (reader is null)
        {
            points.Add(new GraphPoint(left + ExitX(source), top + _block.Height));
            return;
        }

        double entry = reader.Corner.X + reader.EntryOf(source);
        points.Add(new GraphPoint(entry, top + _tops[reader.Row]));
        points.Add(new GraphPoint(entry, reader.Corner.Y));
    }

    private void Connect(LayoutItem from, LayoutItem to)
    {
        if (!_wires.TryGetValue(from.Leaf, out Wire? wire))
            _wires.Add(from.Leaf, wire = new Wire(from.Leaf, _block.Holds(from) ? _block.ChildAround(from) : null));
        if (_block.Holds(to))
            wire.Readers.Add(_block.ChildAround(to));
        else
            wire.Leaves = true;
    }

    // Items stand in data order, so what an item reads has its row already.
    private int Rank()
    {
        ILookup<LayoutItem, Wire> read = _wires.Values.SelectMany(wire => wire.Readers.Select(reader => (reader, wire)))
            .ToLookup(pair => pair.reader, pair => pair.wire);
        int rows = 0;
        foreach (LayoutItem item in _block.Items)
        {
            item.Row = read[item].Select(wire => wire.FirstRow + 1).DefaultIfEmpty(0).Max();
            rows = Math.Max(rows, item.Row + 1);
        }

        foreach (Wire wire in _wires.Values)
            wire.LastRow = wire.Leaves ? rows : wire.Readers.Max(reader => reader.Row);
        return rows;
    }

    private int Place(int rows)
    {
        Dictionary<LayoutItem, int> depths = Depths();
        List<LayoutItem>[] byRow = [.. Enumerable.Range(0, rows).Select(_ => new List<LayoutItem>())];
        foreach (LayoutItem item in _block.Items)
            byRow[item.Row].Add(item);
        ILookup<LayoutItem?, Wire> begins = _wires.Values.OrderBy(wire => wire.Source).ToLookup(wire => wire.Origin);
        int columns = 0;

        // The latest of the nodes outside is the one that the block goes on from.
        List<Wire> live = [.. _wires.Values.Where(wire => wire.Origin is null).OrderByDescending(wire => wire.Source)];
        for (int i = 0; i < live.Count; i++)
            live[i].Column = i;
        for (int row = 0; row < rows; row++)
        {
            // A wire that enters has its column at the edge, also where it ends in the first row.
            List<Wire> passing = [.. live.Where(wire => wire.LastRow > row)];
            HashSet<int> taken = Choose(byRow[row], live, passing, depths);
            // Lines that can stay where they are do.
            foreach (Wire wire in (Wire[])[.. passing.Where(wire => !taken.Add(wire.Column))])
            {
                wire.Column = Free(taken, [], wire.Column + 1);
                taken.Add(wire.Column);
            }

            foreach (Wire wire in live)
                wire.Pass();
            columns = Math.Max(columns, Math.Max(taken.DefaultIfEmpty(-1).Max(),
                live.Select(wire => wire.Column).DefaultIfEmpty(-1).Max()) + 1);
            live = passing;
            foreach (LayoutItem item in byRow[row])
            {
                foreach (Wire wire in begins[item].Where(wire => wire.LastRow > row))
                {
                    wire.Column = item.Column;
                    live.Add(wire);
                }
            }
        }

        return columns;
    }

    // Gives the items of a row their columns; those of which most is still to come stand in the column of what they read.
    private static HashSet<int> Choose(
        List<LayoutItem> items, List<Wire> live, List<Wire> passing, Dictionary<LayoutItem, int> depths)
    {
        Dictionary<LayoutItem, int> wanted = items.ToDictionary(
            item => item, item => live.Where(wire => wire.Readers.Contains(item)).Select(wire => wire.Column).DefaultIfEmpty(0).Min());
        var taken = new HashSet<int>();
        HashSet<int> lanes = [.. passing.Select(wire => wire.Column)];
        foreach (LayoutItem item in items.OrderBy(item => wanted[item]).ThenByDescending(item => depths[item]).ThenBy(item => item.First))
        {
            int column = taken.Contains(wanted[item]) ? Free(taken, lanes, wanted[item] + 1) : wanted[item];
            item.Column = column;
            taken.Add(column);
        }

        return taken;
    }

    private static int Free(HashSet<int> taken, HashSet<int> lanes, int from)
    {
        int column = from;
        while (taken.Contains(column) || lanes.Contains(column))
            column++;
        return column;
    }

    // How many items follow one after another, at most.
    private Dictionary<LayoutItem, int> Depths()
    {
        ILookup<LayoutItem?, Wire> given = _wires.Values.ToLookup(wire => wire.Origin);
        Dictionary<LayoutItem, int> depths = [];
        foreach (LayoutItem item in _block.Items.Reverse())
        {
            depths[item] = given[item].SelectMany(wire => wire.Readers).Where(depths.ContainsKey).Select(reader => depths[reader] + 1)
                .DefaultIfEmpty(0).Max();
        }

        return depths;
    }

    private double[] XOf(out double width)
    {
        double[] left = new double[Columns], right = new double[Columns];
        bool[] hasNode = new bool[Columns];
        Array.Fill(left, Lane);
        Array.Fill(right, Lane);
        foreach (LayoutItem item in _block.Items)
        {
            left[item.Column] = Math.Max(left[item.Column], item.Anchor);
            right[item.Column] = Math.Max(right[item.Column], item.Width - item.Anchor);
            hasNode[item.Column] = true;
        }

        double[] middles = new double[Columns];
        double x = Padding;
        for (int column = 0; column < Columns; column++)
        {
            if (column > 0)
                x += ColumnGap + (hasNode[column - 1] ? BesideNode : 0) + (hasNode[column] ? BesideNode : 0);
            middles[column] = x + left[column];
            x = middles[column] + right[column];
        }

        width = x + Padding;
        return middles;
    }

    private (double[] Tops, double[] Bottoms) YOf(int rows, out double height)
    {
        double[] tops = new double[rows], bottoms = new double[rows];
        foreach (LayoutItem item in _block.Items)
            bottoms[item.Row] = Math.Max(bottoms[item.Row], item.Height);
        double y = IsRoot ? Padding : Header + Padding;
        for (int row = 0; row < rows; row++)
        {
            tops[row] = y;
            bottoms[row] += y;
            y = bottoms[row] + RowGap;
        }

        height = (rows > 0 ? bottoms[^1] : y) + (IsRoot ? Padding : Padding + 8);
        return (tops, bottoms);
    }
}
