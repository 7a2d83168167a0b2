using System.Text.RegularExpressions;
using Fovea.Inference;
using Fovea.Models.Arrays;

namespace Fovea.Models.Comparing;

/// <summary>
/// Finds out which array belongs to which layer: by the name of its value, then of its node, then by shape. In names, whatever is no letter
/// or digit counts alike, so that names of files are found. Leading extents of 1 do not count in shapes. An array that has the name of a
/// layer belongs to no other one.
/// </summary>
public static partial class TensorMatcher
{
    /// <summary>The pairs, in the order of the layers; and those that only their names join.</summary>
    /// <param name="layers">The layers, in data order.</param>
    /// <param name="shapes">Their shapes for one image.</param>
    /// <param name="arrays">The arrays.</param>
    public static TensorMatching Match(
        IReadOnlyList<LayerInfo> layers, IReadOnlyList<Shape> shapes, IReadOnlyList<NamedArray> arrays)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(shapes);
        ArgumentNullException.ThrowIfNull(arrays);
        var state = new State([.. shapes.Select(Extents)], arrays);
        state.ByName([.. layers.Select(layer => layer.Name)], name => name, MatchedBy.Value);
        state.ByName([.. layers.Select(layer => layer.Name)], Plain, MatchedBy.Value);
        string?[] nodes = [.. layers.Select(layer => layer.Node)];
        state.ByName(nodes, name => name, MatchedBy.Node);
        state.ByName(nodes, Plain, MatchedBy.Node);
        state.ByName([.. nodes.Select(ModuleOf)], Plain, MatchedBy.Node);
        state.ByShape([.. layers.Select(layer => Plain(layer.Name)), .. nodes.OfType<string>().Select(Plain)]);
        return new TensorMatching(
            [.. state.Found.OrderBy(match => match.Layer)], [.. state.OtherShapes.OrderBy(match => match.Layer)]);
    }

    // PyTorch names the node of a module /layer1/layer1.0/conv1/Conv, and the module layer1.0.conv1.
    private static string? ModuleOf(string? node)
    {
        string[] parts = node?.Split('/', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (parts.Length < 2)
            return null;
        string module = parts[^2];
        for (int outer = parts.Length - 3; outer >= 0 && !module.StartsWith(parts[outer], StringComparison.Ordinal); outer--)
            module = $"{parts[outer]}.{module}";
        return module;
    }

    private static string Plain(string name) => Others().Replace(name, "-").Trim('-');

    private static string Extents(Shape shape) => string.Join(',', shape.SkipWhile(extent => extent == 1));

    [GeneratedRegex(@"[^\p{L}\p{Nd}]+")]
    private static partial Regex Others();

    private sealed class State(string[] shapes, IReadOnlyList<NamedArray> arrays)
    {
        private readonly List<NamedArray> _left = [.. arrays];
        private readonly Dictionary<NamedArray, TensorMatch> _named = new(ReferenceEqualityComparer.Instance);
        private readonly HashSet<int> _layers = [.. Enumerable.Range(0, shapes.Length)];

        public List<TensorMatch> Found { get; } = [];

        public List<TensorMatch> OtherShapes { get; } = [];

        // Names that several layers or arrays have are no names.
        public void ByName(string?[] names, Func<string, string> form, MatchedBy by)
        {
            ILookup<string, int> layers = _layers.Where(layer => names[layer] is { Length: > 0 }).Order()
                .ToLookup(layer => form(names[layer]!), StringComparer.Ordinal);
            ILookup<string, NamedArray> found = _left.ToLookup(array => form(array.Name), StringComparer.Ordinal);
            foreach (IGrouping<string, NamedArray> group in found)
            {
                if (group.Count() != 1 || layers[group.Key].ToArray() is not [var layer])
                    continue;
                NamedArray array = group.First();
                if (shapes[layer] == Extents(array.Shape))
                    Add(layer, array, by);
                else
                    _named.TryAdd(array, new TensorMatch(layer, array, by));
            }
        }

        public void ByShape(HashSet<string> taken)
        {
            foreach (TensorMatch named in _named.Values.Where(named => _left.Contains(named.Array) && _layers.Contains(named.Layer)))
                OtherShapes.Add(named);
            _layers.ExceptWith(OtherShapes.Select(named => named.Layer));
            ILookup<string, int> layers = _layers.Order().ToLookup(layer => shapes[layer], StringComparer.Ordinal);
            ILookup<string, NamedArray> arraysOf = _left.Where(array => !taken.Contains(Plain(array.Name)))
                .ToLookup(array => Extents(array.Shape), StringComparer.Ordinal);
            foreach (IGrouping<string, NamedArray> group in arraysOf)
            {
                int[] candidates = [.. layers[group.Key]];
                NamedArray[] same = [.. group];
                for (int i = 0; candidates.Length == same.Length && i < same.Length; i++)
                    Add(candidates[i], same[i], MatchedBy.Shape);
            }
        }

        private void Add(int layer, NamedArray array, MatchedBy by)
        {
            Found.Add(new TensorMatch(layer, array, by));
            _layers.Remove(layer);
            _left.Remove(array);
        }
    }
}
