using Fovea.Inference.Tensors;

namespace Fovea.Inference.Graphs;

/// <summary>
/// The attributes of a node by name: long, float, string, <see cref="ConstantData"/>, long[], float[], string[] or
/// <see cref="GraphBody"/>. Reading an attribute as the wrong type throws an <see cref="InvalidModelException"/> that names the
/// attribute and the node.
/// </summary>
/// <param name="values">The attributes.</param>
/// <param name="context">The node that the attributes belong to, for errors.</param>
internal sealed class NodeAttributes(IReadOnlyDictionary<string, object> values, ErrorContext? context = null)
{
    public static NodeAttributes None { get; } = new(new Dictionary<string, object>());

    public IReadOnlyDictionary<string, object> Values => values;

    /// <summary>The same attributes with another value for one.</summary>
    public NodeAttributes With(string name, object value) => new(new Dictionary<string, object>(values) { [name] = value }, context);

    public bool Has(string name) => values.ContainsKey(name);

    public long Int(string name, long otherwise) => Get(name, otherwise);

    public long? IntOrNull(string name) => Has(name) ? Get(name, 0L) : null;

    public float Float(string name, float otherwise) => Get(name, otherwise);

    public float? FloatOrNull(string name) => Has(name) ? Get(name, 0f) : null;

    public string Text(string name, string otherwise) => Get(name, otherwise);

    public long[]? Ints(string name) => Has(name) ? Get<long[]>(name, []) : null;

    public float[]? Floats(string name) => Has(name) ? Get<float[]>(name, []) : null;

    public ConstantData? Tensor(string name) => values.TryGetValue(name, out object? value) ? Cast<ConstantData>(name, value) : null;

    /// <summary>A graph that the operator needs.</summary>
    /// <exception cref="InvalidModelException">There is none.</exception>
    public GraphBody Body(string name) => values.TryGetValue(name, out object? value)
        ? Cast<GraphBody>(name, value)
        : throw new InvalidModelException("is missing; the operator needs this graph.")
        {
            Context = (context ?? ErrorContext.None) with { Attribute = name },
        };

    private T Get<T>(string name, T otherwise) => values.TryGetValue(name, out object? value) ? Cast<T>(name, value) : otherwise;

    private T Cast<T>(string name, object value) => value is T typed
        ? typed
        : throw new InvalidModelException($"found {Describe(value.GetType())}, expected {Describe(typeof(T))}.")
        {
            Context = (context ?? ErrorContext.None) with { Attribute = name },
        };

    private static string Describe(Type type) => type.Name switch
    {
        _ when typeof(ConstantData).IsAssignableFrom(type) => "a tensor",
        nameof(GraphBody) => "a graph",
        "Int64" => "an integer",
        "Single" => "a float",
        "Int64[]" => "a list of integers",
        "Single[]" => "a list of floats",
        "String[]" => "a list of strings",
        _ => $"a {type.Name.ToLowerInvariant()}",
    };
}
