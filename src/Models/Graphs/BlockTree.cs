namespace Fovea.Models.Graphs;

/// <summary>
/// Finds the blocks of a network: by names, by splits and joins, and by repetition. Every block is a run of neighbouring layers in data
/// order, so closing any of them leaves a graph without circles, and any two of them are apart or one within the other.
/// </summary>
internal static class BlockTree
{
    /// <summary>The most layers of a network that needs no blocks, and of a block that needs none inside.</summary>
    public const int SmallNetwork = 24, SmallBlock = 10;

    /// <summary>Blocks lie in blocks at most that deep.</summary>
    public const int MostLevels = 3;

    // Blocks of so few layers are only kept where there would be many items without them.
    private const int TinyBlock = 3;

    // Comparing blocks takes time for each pair.
    private const int MostCandidates = 4000;

    /// <summary>The outermost blocks, in data order, with those inside.</summary>
    public static IReadOnlyList<LayerBlock> Build(LayerGraph graph)
    {
        if (graph.Count <= SmallNetwork)
            return [];
        List<LayerBlock> candidates = Compatible(graph);
        return Within(graph, new LayerBlock(0, graph.Count - 1, ""), candidates, 1);
    }

    /// <summary>Blocks and the layers between them, as blocks of one layer, in data order.</summary>
    internal static List<LayerBlock> Items(int first, int last, IEnumerable<LayerBlock> blocks)
    {
        var items = new List<LayerBlock>();
        int next = first;
        foreach (LayerBlock block in blocks)
        {
            for (; next < block.First; next++)
                items.Add(new LayerBlock(next, next, ""));
            items.Add(block);
            next = block.Last + 1;
        }

        for (; next <= last; next++)
            items.Add(new LayerBlock(next, next, ""));
        return items;
    }

    // Names say what their author meant, so they come first; then the larger blocks.
    private static List<LayerBlock> Compatible(LayerGraph graph)
    {
        var accepted = new List<LayerBlock>();
        IEnumerable<LayerBlock> candidates =
            [.. NameBlocks.Find(graph).OrderByDescending(block => block.Count), .. JoinBlocks.Find(graph).OrderByDescending(b => b.Count)];
        foreach (LayerBlock candidate in candidates.Take(MostCandidates))
        {
            if (candidate.Count < graph.Count
                && !accepted.Exists(other => other.Crosses(candidate) || (other.First == candidate.First && other.Last == candidate.Last)))
                accepted.Add(candidate);
        }

        return accepted;
    }

    private static IReadOnlyList<LayerBlock> Within(LayerGraph graph, LayerBlock whole, List<LayerBlock> candidates, int level)
    {
        if (level > MostLevels || (level > 1 && whole.Count <= SmallBlock))
            return [];
        List<LayerBlock> inside = [.. candidates.Where(block => whole.Contains(block) && block.Count < whole.Count)];
        List<LayerBlock> outermost = Dissolve(whole, inside);
        List<LayerBlock> items = BlockGrouping.Apply(graph, Items(whole.First, whole.Last, outermost), level == 1);
        return [.. items.Where(item => item.Count > 1).Select(item => Filled(graph, item, inside, level))];
    }

    // A group that was made here brings its members, which are blocks already.
    private static LayerBlock Filled(LayerGraph graph, LayerBlock block, List<LayerBlock> candidates, int level)
    {
        if (level >= MostLevels)
            return block with { Blocks = [] };
        if (block.Blocks.Count == 0)
            return block with { Blocks = Within(graph, block, candidates, level + 1) };
        return block with
        {
            Blocks = [.. block.Blocks.Where(member => member.Count > 1).Select(member => Filled(graph, member, candidates, level + 1))],
        };
    }

    // The outermost blocks, without those that are nearly all there is, and without tiny ones where there are few items anyway.
    private static List<LayerBlock> Dissolve(LayerBlock whole, List<LayerBlock> inside)
    {
        var left = new List<LayerBlock>(inside);
        while (true)
        {
            List<LayerBlock> outermost = Outermost(left);
            if (outermost.Find(block => block.Count > 0.6 * whole.Count
                && (block.Count <= BlockGrouping.ManyItems || left.Exists(other => other != block && block.Contains(other)))) is { } large)
            {
                left.Remove(large);
                continue;
            }

            List<LayerBlock> larger = [.. left.Where(block => block.Count > TinyBlock)];
            List<LayerBlock> withoutTiny = Outermost(larger);
            return Items(whole.First, whole.Last, withoutTiny).Count <= BlockGrouping.ManyItems ? withoutTiny : outermost;
        }
    }

    private static List<LayerBlock> Outermost(List<LayerBlock> blocks)
    {
        var found = new List<LayerBlock>();
        foreach (LayerBlock block in blocks.OrderBy(block => block.First).ThenByDescending(block => block.Last))
        {
            if (found.Count == 0 || block.First > found[^1].Last)
                found.Add(block);
        }

        return found;
    }
}
