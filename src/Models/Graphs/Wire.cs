namespace Fovea.Models.Graphs;

/// <summary>What one node gives, on its way down through an open block: to items of it, and out of it.</summary>
/// <param name="source">The index of the node.</param>
/// <param name="origin">The item that the node is in; null where it is outside of the block.</param>
internal sealed class Wire(int source, LayoutItem? origin)
{
    // The columns, from the first row on that the wire passes.
    private readonly List<int> _columns = [];

    public int Source { get; } = source;

    public LayoutItem? Origin { get; } = origin;

    /// <summary>The items that read it.</summary>
    public HashSet<LayoutItem> Readers { get; } = [];

    /// <summary>Whether it leaves the block.</summary>
    public bool Leaves { get; set; }

    /// <summary>The last row that it passes or ends in; the number of rows where it leaves the block.</summary>
    public int LastRow { get; set; }

    /// <summary>The row that it begins in; -1 for one from outside.</summary>
    public int FirstRow => Origin?.Row ?? -1;

    /// <summary>The column that it is in now.</summary>
    public int Column { get; set; }

    /// <summary>Notes that the wire passes the next row in its column.</summary>
    public void Pass() => _columns.Add(Column);

    /// <summary>The column in a row that the wire passes.</summary>
    public int ColumnIn(int row) => _columns[row - FirstRow - 1];

    /// <summary>The column in which it ends, where it leaves the block.</summary>
    public int LastColumn => _columns.Count > 0 ? _columns[^1] : Column;
}
