using System.Reflection;
using System.Text;

namespace Fovea.Architecture.Tests;

/// <summary>One type of a folder that uses one of another folder.</summary>
/// <param name="From">The folder of <paramref name="User"/>.</param>
/// <param name="User">The using type, without namespace.</param>
/// <param name="To">The folder of <paramref name="Used"/>.</param>
/// <param name="Used">The used type, without namespace.</param>
internal sealed record FolderUse(string From, string User, string To, string Used)
{
    public override string ToString() => $"{Label(From, User)} uses {Label(To, Used)}";

    /// <summary>A type with its folder, for messages.</summary>
    public static string Label(string folder, string type) => folder.Length == 0 ? type : $"{folder}/{type}";
}

/// <summary>Which folders of a project use which, by their types, and the cycles among them.</summary>
internal sealed class FolderGraph(IEnumerable<FolderUse> uses)
{
    private readonly Dictionary<(string From, string To), List<FolderUse>> _edges =
        uses.GroupBy(use => (use.From, use.To)).ToDictionary(group => group.Key, group => group.ToList());

    /// <summary>Every use of a type by a type of another folder, in a stable order.</summary>
    /// <param name="assembly">The project's assembly.</param>
    /// <param name="sourceRoot">The project's folder, such as <c>src/Inference</c>.</param>
    public static IReadOnlyList<FolderUse> Uses(Assembly assembly, string sourceRoot)
    {
        IReadOnlyDictionary<Type, string> folders = SourceFolders.Of(assembly, sourceRoot);
        IEnumerable<FolderUse> compiled = folders.SelectMany(user => TypeUses.Of(user.Key).Where(folders.ContainsKey)
            .Select(used => new FolderUse(user.Value, Name(user.Key), folders[used], Name(used))));
        IEnumerable<FolderUse> constants = ConstantUses.In(sourceRoot, folders.Keys)
            .Select(use => new FolderUse(SourceFolders.Below(use.Path, sourceRoot), use.User, folders[use.Used], Name(use.Used)));
        return [.. compiled.Union(constants).Where(use => use.From != use.To).OrderBy(use => use.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>
    /// The cycles, described: the shortest first, then what is left without its weakest edge, until none is left. So the weakest edges
    /// together are one way to have no cycles.
    /// </summary>
    public IReadOnlyList<string> Cycles()
    {
        var cycles = new List<string>();
        var left = new HashSet<(string From, string To)>(_edges.Keys.Where(edge => edge.From.Length > 0 && edge.To.Length > 0));
        while (Shortest(left) is { } cycle)
        {
            (string From, string To)[] edges = [.. cycle.Zip(cycle.Skip(1))];
            (string From, string To) weakest = edges.MinBy(edge => _edges[edge].Count);
            cycles.Add(Describe(cycle, edges, weakest));
            left.Remove(weakest);
        }

        return cycles;
    }

    /// <summary>Uses of what lies in the root folder by the folders in it: the root is on top.</summary>
    public IReadOnlyList<FolderUse> UsesOfTheRoot =>
        [.. _edges.Where(edge => edge.Key.To.Length == 0).SelectMany(edge => edge.Value)];

    private string Describe(IReadOnlyList<string> cycle, (string From, string To)[] edges, (string From, string To) weakest)
    {
        StringBuilder text = new StringBuilder().AppendJoin(" -> ", cycle).Append('\n');
        foreach ((string From, string To) edge in edges)
        {
            text.Append("  ").Append(edge.From).Append(" -> ").Append(edge.To).Append(edge == weakest ? " (weakest): " : ": ");
            text.AppendJoin(", ", _edges[edge]).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The folders of a shortest cycle, the first again at the end; null when there is none.</summary>
    private static List<string>? Shortest(HashSet<(string From, string To)> edges)
    {
        List<string>? shortest = null;
        foreach ((string from, string to) in edges.OrderBy(edge => edge))
        {
            if (Path(edges, to, from) is { } back && (shortest is null || back.Count + 1 < shortest.Count))
                shortest = [from, .. back];
        }

        return shortest;
    }

    private static List<string>? Path(HashSet<(string From, string To)> edges, string start, string end)
    {
        var before = new Dictionary<string, string> { [start] = start };
        var next = new Queue<string>([start]);
        while (next.TryDequeue(out string? folder) && folder != end)
        {
            foreach ((_, string to) in edges.Where(edge => edge.From == folder).OrderBy(edge => edge))
            {
                if (before.TryAdd(to, folder))
                    next.Enqueue(to);
            }
        }

        if (!before.ContainsKey(end))
            return null;
        var path = new List<string> { end };
        while (path[0] != start)
            path.Insert(0, before[path[0]]);
        return path;
    }

    /// <summary>A type's name without its number of type parameters.</summary>
    public static string Name(Type type) => type.Name.Split('`')[0];
}
