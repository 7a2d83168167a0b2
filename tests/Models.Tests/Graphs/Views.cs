using Fovea.Inference;
using Fovea.Models.Graphs;

namespace Fovea.Models.Tests.Graphs;

/// <summary>What holds for every picture of a graph. Millions of pairs are looked at: only what is wrong is put into words.</summary>
internal static class Views
{
    public static void Check(GraphView view, IReadOnlyList<LayerInfo> layers, IReadOnlyList<string> inputs)
    {
        int[] shown = [.. view.Nodes.Where(n => n.Kind != GraphNodeKind.Input).SelectMany(n => Enumerable.Range(n.First,
        n.Last - n.First + 1))];
        Assert.Equal(Enumerable.Range(0, layers.Count), shown);
        Assert.Equal(inputs.Count, view.Nodes.Count(node => node.Kind == GraphNodeKind.Input));
        Assert.Equal(view.Nodes.Count + view.Blocks.Count,
            view.Nodes.Select(n => n.Id).Concat(view.Blocks.Select(b => b.Id)).Distinct().Count());
        CheckEdges(view, layers, inputs);
        CheckBoxes(view);
        CheckLines(view);
    }

    public static string Text(GraphView view) => string.Join(
        '\n',
        [
            .. view.Nodes.Select(node => node.ToString()), .. view.Blocks.Select(block => block.ToString()),
            .. view.Edges.Select(edge => $"{edge.From} {edge.To} {edge.Residual} {string.Join(' ', edge.Points)}"),
        ]);

    private static void CheckEdges(GraphView view, IReadOnlyList<LayerInfo> layers, IReadOnlyList<string> inputs)
    {
        var nodeOf = new Dictionary<string, string>();
        foreach (GraphNode node in view.Nodes)
        {
            for (int i = node.First; i <= node.Last; i++)
                nodeOf[node.Kind == GraphNodeKind.Input ? inputs[i] : layers[i].Name] = node.Id;
        }

        HashSet<(string, string)> expected =
        [
            .. from layer in layers
               from source in layer.Sources
               let pair = (nodeOf[source], nodeOf[layer.Name])
               where pair.Item1 != pair.Item2
               select pair,
        ];
        Assert.Equal(expected.Order(), view.Edges.Select(edge => (edge.From, edge.To)).Order());
        var order = view.Nodes.Select((node, i) => (node.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i);
        Assert.All(view.Edges, edge => Assert.True(order[edge.From] < order[edge.To]));
    }

    private static void CheckBoxes(GraphView view)
    {
        var blocks = view.Blocks.ToDictionary(block => block.Id);
        GraphNode[] nodes = [.. view.Nodes];
        for (int i = 0; i < nodes.Length; i++)
        {
            Assert.True(Inside(nodes[i].Box, view.Size));
            for (int j = i + 1; j < nodes.Length; j++)
            {
                if (Overlap(nodes[i].Box, nodes[j].Box))
                    Assert.Fail($"{nodes[i]} and {nodes[j]} overlap.");
            }

            foreach (GraphBlock block in view.Blocks)
            {
                bool around = Around(nodes[i].Block, block.Id, blocks);
                if (around && !Inside(nodes[i].Box, block.Box))
                    Assert.Fail($"{nodes[i]} is not in {block}.");
                if (!around && Overlap(nodes[i].Box, block.Box))
                    Assert.Fail($"{nodes[i]} overlaps {block}.");
            }
        }

        foreach (GraphBlock block in view.Blocks.Where(block => block.Parent is not null))
            Assert.True(Inside(block.Box, blocks[block.Parent!].Box));
    }

    // Lines go down from one node to the other, and cross none in between.
    private static void CheckLines(GraphView view)
    {
        var boxes = view.Nodes.ToDictionary(node => node.Id, node => node.Box);
        foreach (GraphEdge edge in view.Edges)
        {
            GraphBox from = boxes[edge.From], to = boxes[edge.To];
            Assert.Equal(new GraphPoint(from.X + from.Width / 2, from.Y + from.Height), edge.Points[0]);
            Assert.Equal(new GraphPoint(to.X + to.Width / 2, to.Y), edge.Points[^1]);
            Assert.Equal(edge.Points.Select(point => point.Y).Order(), edge.Points.Select(point => point.Y));
            foreach (GraphBox box in boxes.Values)
            {
                for (int i = 0; i + 1 < edge.Points.Count; i++)
                {
                    if (Crosses(edge.Points[i], edge.Points[i + 1], box))
                        Assert.Fail($"{edge.From} to {edge.To} crosses {box}.");
                }
            }
        }
    }

    private static bool Around(string? block, string id, Dictionary<string, GraphBlock> blocks) =>
        block is not null && (block == id || Around(blocks[block].Parent, id, blocks));

    private static bool Inside(GraphBox inner, GraphBox outer) =>
        inner.X >= outer.X && inner.Y >= outer.Y && inner.X + inner.Width <= outer.X + outer.Width
        && inner.Y + inner.Height <= outer.Y + outer.Height;

    private static bool Overlap(GraphBox a, GraphBox b) =>
        a.X < b.X + b.Width && b.X < a.X + a.Width && a.Y < b.Y + b.Height && b.Y < a.Y + a.Height;

    private static bool Crosses(GraphPoint a, GraphPoint b, GraphBox box)
    {
        double low = Math.Max(a.Y, box.Y + 0.01), high = Math.Min(b.Y, box.Y + box.Height - 0.01);
        if (low > high || a.Y == b.Y)
            return false;
        double left = a.X + (b.X - a.X) * (low - a.Y) / (b.Y - a.Y), right = a.X + (b.X - a.X) * (high - a.Y) / (b.Y - a.Y);
        return Math.Max(left, right) > box.X + 0.01 && Math.Min(left, right) < box.X + box.Width - 0.01;
    }
}
