namespace Fovea.Models.Graphs;

/// <summary>That one node reads another, by their indices.</summary>
/// <param name="From">The node that is read.</param>
/// <param name="To">The node that reads.</param>
/// <param name="Residual">Whether another way leads from one to the other.</param>
internal readonly record struct LeafEdge(int From, int To, bool Residual)
{
    /// <summary>The edges between the nodes, in the order of their ends; numbers the nodes.</summary>
    public static IReadOnlyList<LeafEdge> Find(LayerGraph graph, LayoutItem[] leaves)
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
                if (from != leafOf[layer] && !readers[from].Contains(leafOf[layer]))
                    readers[from].Add(leafOf[layer]);
            }
        }

        var edges = new List<LeafEdge>();
        for (int from = 0; from < leaves.Length; from++)
        {
            readers[from].Sort();
            HashSet<int> beyond = readers[from].Count > 1 ? Beyond(readers, from) : [];
            edges.AddRange(readers[from].Select(to => new LeafEdge(from, to, beyond.Contains(to))));
        }

        return edges;
    }

    // The nodes that a node reaches in two steps or more, up to its last reader.
    private static HashSet<int> Beyond(List<int>[] readers, int from)
    {
        int last = readers[from][^1];
        var reached = new HashSet<int>();
        var open = new Stack<int>(readers[from]);
        while (open.TryPop(out int leaf))
        {
            foreach (int next in readers[leaf])
            {
                if (next <= last && reached.Add(next))
                    open.Push(next);
            }
        }

        return reached;
    }
}
