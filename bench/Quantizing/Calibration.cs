using System.Numerics.Tensors;
using Fovea.Inference;
using Tensor = Fovea.Inference.Tensor;

namespace Fovea.Bench.Quantizing;

/// <summary>The least and the greatest element of every float32 value of a network, over all pictures that it has seen.</summary>
internal sealed class Calibration(InferenceModel model)
{
    private readonly Dictionary<string, ValueRange> _ranges = [];

    /// <summary>The range of each value, by its name; values that were not finite are left out.</summary>
    public IReadOnlyDictionary<string, ValueRange> Ranges =>
        _ranges.Where(r => r.Value.IsFinite).ToDictionary(r => r.Key, r => r.Value);

    /// <summary>Runs the network on one input.</summary>
    public void Add(Tensor input)
    {
        string name = model.Inputs[0].Name;
        Add(name, input);
        foreach ((string layer, Tensor value) in model.Run(model.LayerNames, (name, input)))
            Add(layer, value);
    }

    private void Add(string name, Tensor value)
    {
        if (value.ElementType != ElementType.Float32 || value.Shape.ElementCount == 0)
            return;
        ReadOnlySpan<float> elements = value.Span<float>();
        var range = new ValueRange(TensorPrimitives.Min(elements), TensorPrimitives.Max(elements));
        _ranges[name] = _ranges.TryGetValue(name, out ValueRange before) ? before.With(range) : range;
    }
}
