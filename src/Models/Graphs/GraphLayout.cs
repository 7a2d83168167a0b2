namespace Fovea.Models.Graphs;

/// <summary>Lays a network out: open blocks from the inside to the outside, then places, then lines.</summary>
internal static class GraphLayout
{
    public const double NodeWidth = 232, NodeHeight = 96, InputHeight = 44;

    /// <param name="root">Everything.</param>
    /// <param name="leaves">The nodes, in data order.</param>
    /// <param name="edges">The edges between them.</param>
    public static GraphView Draw(LayoutItem root, LayoutItem[] leaves, IReadOnlyList<LeafEdge> edges)
    {
        Measure(root, leaves, edges);
        Settle(root);
        GraphNode[] nodes =
        [
            .. leaves.Select(leaf => new GraphNode(leaf.Id, leaf.Kind, Position(leaf, leaf.First), Position(leaf, leaf.Last))
            {
                Title = leaf.Title,
                Block = ParentId(leaf),
                Box = BoxOf(leaf),
            }),
        ];
        GraphBlock[] blocks =
        [
            .. OpenBlocks(root).Select(block => new GraphBlock(block.Id, block.Title!, block.First, block.Last)
            {
                Parent = ParentId(block),
                Box = BoxOf(block),
            }),
        ];
        GraphEdge[] lines =
        [
            .. edges.Select(edge => new GraphEdge(
                leaves[edge.From].Id, leaves[edge.To].Id, edge.Residual, Line(root, leaves[edge.From], leaves[edge.To]))),
        ];
        return new GraphView(BoxOf(root), nodes, blocks, lines);
    }

    private static void Measure(LayoutItem item, LayoutItem[] leaves, IReadOnlyList<LeafEdge> edges)
    {
        if (!item.IsOpen)
        {
            item.Width = NodeWidth;
            item.Height = item.Kind == GraphNodeKind.Input ? InputHeight : NodeHeight;
            item.Anchor = NodeWidth / 2;
            return;
        }

        List<LeafEdge> touching = [.. edges.Where(edge => item.Holds(leaves[edge.From]) || item.Holds(leaves[edge.To]))];
        foreach (LayoutItem child in item.Items)
            Measure(child, leaves, touching);
        item.Inside = new ContainerLayout(item, leaves, touching.Where(edge => !IsWithinOne(item, leaves[edge.From], leaves[edge.To])));
    }

    private static bool IsWithinOne(LayoutItem block, LayoutItem from, LayoutItem to) =>
        block.Holds(from) && block.Holds(to) && block.ChildAround(from) == block.ChildAround(to);

    private static void Settle(LayoutItem item)
    {
        item.Inside?.SetCorners();
        foreach (LayoutItem child in item.Items)
            Settle(child);
    }

    private static List<GraphPoint> Line(LayoutItem root, LayoutItem from, LayoutItem to)
    {
        var points = new List<GraphPoint>();
        LayoutItem block = from.Parent!;
        for (; !block.Holds(to); block = block.Parent!)
            block.Inside!.Route(from.Leaf, null, points);
        for (LayoutItem reader = block.ChildAround(to); ; reader = block.ChildAround(to))
        {
            block.Inside!.Route(from.Leaf, reader, points);
            if (reader == to)
                break;
            block = reader;
        }

        return Simplified(points);
    }

    // Without points on a straight line between their neighbours.
    private static List<GraphPoint> Simplified(List<GraphPoint> points)
    {
        var kept = new List<GraphPoint>();
        foreach (GraphPoint point in points)
        {
            if (kept.Count > 0 && kept[^1] == point)
                continue;
            if (kept.Count > 1 && IsStraight(kept[^2], kept[^1], point))
                kept[^1] = point;
            else
                kept.Add(point);
        }

        return kept;
    }

    private static bool IsStraight(GraphPoint a, GraphPoint b, GraphPoint c) =>
        Math.Abs((b.X - a.X) * (c.Y - a.Y) - (c.X - a.X) * (b.Y - a.Y)) < 1e-6;

    private static IEnumerable<LayoutItem> OpenBlocks(LayoutItem item) =>
        item.Items.Where(child => child.IsOpen).SelectMany(child => OpenBlocks(child).Prepend(child));

    private static GraphBox BoxOf(LayoutItem item) => new(item.Corner.X, item.Corner.Y, item.Width, item.Height);

    private static string? ParentId(LayoutItem item) => item.Parent is { Parent: not null } block ? block.Id : null;

    private static int Position(LayoutItem leaf, int position) => leaf.Kind == GraphNodeKind.Input ? -1 - position : position;
}
