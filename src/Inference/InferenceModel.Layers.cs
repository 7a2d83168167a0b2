using Fovea.Inference.Graphs;

namespace Fovea.Inference;

/// <summary>What single layers consist of.</summary>
public sealed partial class InferenceModel
{
    /// <summary>
    /// Reads the weights of a layer, as real numbers in the order of the file; null if the layer has none.
    /// </summary>
    /// <param name="layer">A value name.</param>
    /// <param name="mostBytes">The most bytes of the weights as Float32.</param>
    /// <exception cref="InvalidInputException">The weights are larger.</exception>
    /// <exception cref="InvalidModelException">The file was changed since it was opened.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public LayerWeights? ReadWeights(string layer, long mostBytes)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return Guard("reading weights", _ => _graph.Values.TryGetValue(layer, out Value? value)
            ? WeightReader.Read(value, mostBytes, _layers)
            : null);
    }

    /// <summary>Whether a row of real numbers is added to a layer's result, one for each filter; the weights are not read.</summary>
    /// <param name="layer">A value name.</param>
    public bool HasBias(string layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return _graph.Values.TryGetValue(layer, out Value? value) && value.Producer is { } node && WeightReader.HasBias(node);
    }
}
