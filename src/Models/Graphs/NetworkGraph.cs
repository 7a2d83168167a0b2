using System.Globalization;
using Fovea.Inference;

namespace Fovea.Models.Graphs;

/// <summary>A model's layers as a graph, grouped into blocks. Immutable.</summary>
public sealed class NetworkGraph
{
    /// <summary>The most nodes and edges of one picture.</summary>
    public const int MostNodes = 3000, MostEdges = 12_000;

    private readonly LayerGraph _graph;
    private readonly IReadOnlyList<LayerBlock> _blocks;
    private readonly Dictionary<string, LayerBlock> _byId;

    /// <summary>Finds the blocks.</summary>
    /// <param name="layers">The layers in the order of computation.</param>
    /// <param name="inputs">The names of the inputs.</param>
    public NetworkGraph(IReadOnlyList<LayerInfo> layers, IReadOnlyList<string> inputs)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(inputs);
        _graph = new LayerGraph(layers, inputs);
        _blocks = BlockTree.Build(_graph);
        _byId = _blocks.SelectMany(WithInner).ToDictionary(block => block.Id, StringComparer.Ordinal);
    }

    /// <summary>The ids of all blocks, outer ones before those inside.</summary>
    public IEnumerable<string> BlockIds => _byId.Keys;

    /// <summary>Whether there is a block of this id.</summary>
    public bool HasBlock(string id) => _byId.ContainsKey(id);

    /// <summary>The blocks around a layer, the outermost first.</summary>
    /// <param name="layer">The layer's position in data order.</param>
    public IReadOnlyList<string> BlocksOf(int layer)
    {
        var path = new List<string>();
        IReadOnlyList<LayerBlock> level = _blocks;
        while (level.FirstOrDefault(block => block.First <= layer && layer <= block.Last) is { } found)
        {
            path.Add(found.Id);
            level = found.Blocks;
        }

        return path;
    }

    /// <summary>Lays the network out, from top to bottom in data order. The same blocks give the same picture.</summary>
    /// <param name="open">The ids of the blocks that are open; what is around them is open too.</param>
    /// <returns>The picture; null if it has more than <see cref="MostNodes"/> or <see cref="MostEdges"/>.</returns>
    public GraphView? View(IReadOnlySet<string> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        LayoutItem[] inputs =
        [
            .. Enumerable.Range(0, _graph.Inputs.Count).Select(
                i => new LayoutItem(string.Create(CultureInfo.InvariantCulture, $"i{i}"), GraphNodeKind.Input, -1 - i, -1 - i)),
        ];
        var root = new LayoutItem("", GraphNodeKind.Block, -_graph.Inputs.Count, _graph.Count - 1)
        {
            Items = [.. inputs, .. ItemsOf(0, _graph.Count - 1, _blocks, open)],
        };
        LayoutItem[] leaves = [.. root.Leaves()];
        if (leaves.Length > MostNodes)
            return null;
        return LeafEdge.Find(_graph, leaves, MostEdges) is { } edges ? GraphLayout.Draw(root, leaves, edges) : null;
    }

    private static List<LayoutItem> ItemsOf(int first, int last, IReadOnlyList<LayerBlock> blocks, IReadOnlySet<string> open) =>
    [
        .. BlockTree.Items(first, last, blocks).Select(block => block.Count == 1
            ? new LayoutItem(
                string.Create(CultureInfo.InvariantCulture, $"l{block.First}"), GraphNodeKind.Layer, block.First, block.Last)
            : new LayoutItem(block.Id, GraphNodeKind.Block, block.First, block.Last)
            {
                Title = block.Title,
                Items = WithInner(block).Any(inner => open.Contains(inner.Id))
                    ? ItemsOf(block.First, block.Last, block.Blocks, open)
                    : [],
            }),
    ];

    private static IEnumerable<LayerBlock> WithInner(LayerBlock block) => block.Blocks.SelectMany(WithInner).Prepend(block);
}
