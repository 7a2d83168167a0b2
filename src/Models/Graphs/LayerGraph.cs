using Fovea.Inference;

namespace Fovea.Models.Graphs;

/// <summary>
/// A model's layers as a graph of positions: the layers in data order from 0 on, and the inputs, which are negative: -1 is the first one.
/// </summary>
internal sealed class LayerGraph
{
    private readonly int[][] _sources;
    private readonly int[][] _readers;

    /// <param name="layers">The layers in the order of computation: a layer stands after those that it reads.</param>
    /// <param name="inputs">The names of the inputs.</param>
    public LayerGraph(IReadOnlyList<LayerInfo> layers, IReadOnlyList<string> inputs)
    {
        Layers = layers;
        Inputs = inputs;
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < inputs.Count; i++)
            positions[inputs[i]] = -1 - i;
        for (int i = 0; i < layers.Count; i++)
            positions.TryAdd(layers[i].Name, i);
        _sources = new int[layers.Count][];
        var readers = new List<int>[layers.Count];
        for (int i = 0; i < layers.Count; i++)
        {
            // Layers without a known shape are not listed, and what reads them has fewer sources.
            _sources[i] = [.. layers[i].Sources.Where(positions.ContainsKey).Select(name => positions[name]).Where(p => p < i).Distinct()];
            readers[i] = [];
            foreach (int source in _sources[i].Where(source => source >= 0))
                readers[source].Add(i);
        }

        _readers = [.. readers.Select(list => list.ToArray())];
    }

    public IReadOnlyList<LayerInfo> Layers { get; }

    public IReadOnlyList<string> Inputs { get; }

    public int Count => Layers.Count;

    /// <summary>What a layer reads: layers, and inputs as negative positions.</summary>
    public IReadOnlyList<int> Sources(int layer) => _sources[layer];

    /// <summary>The layers that read a layer, in order.</summary>
    public IReadOnlyList<int> Readers(int layer) => _readers[layer];
}
