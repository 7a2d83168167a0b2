namespace Fovea.Models.Graphs;

/// <summary>That one node reads another, by their indices.</summary>
/// <param name="From">The node that is read.</param>
/// <param name="To">The node that reads.</param>
/// <param name="Residual">Whether another way leads from one to the other.</param>
internal readonly record struct LeafEdge(int From, int To, bool Residual)
{
    /// <summary>The edges between the nodes, in the order of their ends; numbers the nodes. Null if there are more than some.</summary>
    public static IReadOnlyList<LeafEdge>? Find(LayerGraph graph, LayoutItem[] leaves, int most)
    {
        // The leaf of each layer.
        int[] leafOf = new int[graph.Count];
        int[] inputLeaf = new int[graph.Inputs.Count];
        for (int leaf = 0; leaf < leaves.Length; leaf++)
        {
            leaves[leaf].Leaf = leaf;
            if (leaves[leaf].Kind == GraphNodeKind.Input)
                inputLeaf[-1 - leaves[leaf].First] = leaf;
            else
                Array.Fill(leafOf, leaf, leaves[leaf].First, leaves[leaf].Last - leaves[leaf].First + 1);
        }

        var readers = new List<int>[leaves.Length];
        for (int leaf = 0; leaf < leaves.Length; leaf++)
            readers[leaf] = [];
        for (int layer = 0; layer < graph.Count; layer++)
        {
            foreach (int source in graph.Sources(layer))
            {
                int from = source < 0 ? inputLeaf[-1 - source] : leafOf[source];
                // Layers stand in data order, and so do nodes: what a node reads again, it read last.
                if (from != leafOf[layer] && (readers[from] is not [.., var last] || last != leafOf[layer]))
                    readers[from].Add(leafOf[layer]);
            }
        }

        if (readers.Sum(of => (long)of.Count) > most)
            return null;
        var edges = new List<LeafEdge>();
        bool[] beyond = new bool[leaves.Length];
        for (int from = 0; from < leaves.Length; from++)
        {
            if (readers[from].Count > 1)
                FindBeyond(readers, from, beyond);
            edges.AddRange(readers[from].Select(to => new LeafEdge(from, to, readers[from].Count > 1 && beyond[to])));
        }

        return edges;
    }

    // The nodes that a node reaches in two steps or more, up to its last reader.
    private static void FindBeyond(List<int>[] readers, int from, bool[] reached)
    {
        int last = readers[from][^1];
        Array.Clear(reached);
        var open = new Stack<int>(readers[from]);
        while (open.TryPop(out int leaf))
        {
            foreach (int next in readers[leaf])
            {
                if (next > last || reached[next])
                    continue;
                reached[next] = true;
                open.Push(next);
            }
        }
    }
}
