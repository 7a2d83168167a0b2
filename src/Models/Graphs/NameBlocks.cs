using Fovea.Inference;

namespace Fovea.Models.Graphs;

/// <summary>
/// Blocks by the names that exporters give to nodes: those of one module have a prefix in common, <c>/layer1/layer1.0/conv1/Conv</c>. Where
/// nodes have no names, those of the values count.
/// </summary>
internal static class NameBlocks
{
    // More levels are no help, and each is a pass over all layers.
    private const int MostLevels = 8;

    /// <summary>Runs of at least two neighbours of one prefix, longer ones first where they begin together.</summary>
    public static IReadOnlyList<LayerBlock> Find(LayerGraph graph)
    {
        string[][] paths = [.. graph.Layers.Select(Path)];
        var found = new List<LayerBlock>();
        for (int level = 0; level < MostLevels; level++)
        {
            for (int first = 0; first < paths.Length;)
            {
                int end = first + 1;
                while (end < paths.Length && IsSame(paths[first], paths[end], level))
                    end++;
                if (end - first > 1 && paths[first].Length > level)
                    found.Add(new LayerBlock(first, end - 1, Title(paths[first], level)) { IsNamed = true });
                first = end;
            }
        }

        return found;
    }

    /// <summary>The modules of a layer, outermost first, without the layer's own name.</summary>
    internal static string[] Path(LayerInfo layer)
    {
        string name = layer.Node is { Length: > 0 } node ? node : layer.Name;
        char[] separators = name.Contains('/', StringComparison.Ordinal) ? ['/'] : ['.'];
        string[] parts = name.Split(separators, StringSplitOptions.RemoveEmptyEntries);
        return parts.Length < 2 ? [] : parts[..^1];
    }

    private static bool IsSame(string[] path, string[] other, int level)
    {
        if (path.Length <= level || other.Length <= level)
            return false;
        for (int i = 0; i <= level; i++)
        {
            if (path[i] != other[i])
                return false;
        }

        return true;
    }

    // PyTorch repeats the outer modules in the inner ones: /layer1/layer1.0 is layer1.0.
    private static string Title(string[] path, int level)
    {
        string title = path[level];
        for (int outer = level - 1; outer >= 0 && !title.StartsWith(path[outer], StringComparison.Ordinal); outer--)
            title = $"{path[outer]}.{title}";
        return title;
    }
}
