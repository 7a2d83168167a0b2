using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Fovea.Inference;

/// <summary>The outputs of a run by name, in the order of the model or of the request.</summary>
public sealed class TensorDictionary : IReadOnlyDictionary<string, Tensor>
{
    private readonly OrderedDictionary<string, Tensor> _tensors;
    private readonly string _model;

    internal TensorDictionary(IReadOnlyList<string> names, IReadOnlyList<Tensor> tensors, string model)
    {
        _model = model;
        _tensors = new OrderedDictionary<string, Tensor>(names.Count);
        for (int i = 0; i < names.Count; i++)
            _tensors[names[i]] = tensors[i];
    }

    /// <summary>The names, in order.</summary>
    public IEnumerable<string> Keys => _tensors.Keys;

    /// <summary>The tensors, in order.</summary>
    public IEnumerable<Tensor> Values => _tensors.Values;

    /// <summary>The number of outputs.</summary>
    public int Count => _tensors.Count;

    /// <summary>The tensor with this name.</summary>
    /// <exception cref="KeyNotFoundException">The run has no output of this name; the message lists those that it has.</exception>
    public Tensor this[string key] => _tensors.TryGetValue(key, out Tensor? tensor)
        ? tensor
        : throw new KeyNotFoundException(
            $"{_model}: the run has no output '{key}'.{NearestNames.Sentence(NearestNames.Find(key, Keys))} It has " +
            $"{string.Join(", ", Keys.Select(name => $"'{name}'"))}; another layer is asked for by name: Run([\"{key}\"], ...).");

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _tensors.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Tensor value) => _tensors.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Tensor>> GetEnumerator() => _tensors.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The names with their element types and shapes: <c>logits Float32[1,10], relu1 Float32[1,16,28,28]</c>.</summary>
    public override string ToString() => string.Join(", ", _tensors.Select(pair => $"{pair.Key} {pair.Value}"));
}
