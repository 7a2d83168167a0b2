using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Properties.RandomGraphs;

/// <summary>A value of a random graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its shape, with one image where the batch is an axis.</param>
/// <param name="IsExact">Whether every implementation gives the same bits, so that functions with jumps may follow.</param>
/// <param name="IsTame">Whether it has neither NaN nor infinity and is no larger than some thousands.</param>
internal sealed record RandomValue(string Name, ElementType Type, long[] Shape, bool IsExact, bool IsTame)
{
    /// <summary>An optional operand that is left out.</summary>
    public static RandomValue None { get; } = new("", ElementType.Float32, [], true, true);

    public int Rank => Shape.Length;

    public long Elements => Shape.Aggregate(1L, (a, b) => a * b);

    /// <summary>Whether it has images of two spatial axes.</summary>
    public bool IsImage => Type == ElementType.Float32 && Rank == 4;
}

/// <summary>
/// A graph that grows by choices: the same choices always give the same graph, and fewer or smaller ones a simpler graph, so that a failing
/// one shrinks.
/// </summary>
internal sealed class RandomGraph
{
    /// <summary>The opsets of the models; ONNX Runtime, which they are held against, reads from 7 on.</summary>
    private static readonly int[] Opsets = [7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21];

    private readonly IReadOnlyList<int> _choices;
    private readonly List<RandomValue> _values = [];
    private readonly List<RandomValue> _inputs = [];
    private readonly List<RandomValue> _constants = [];
    private readonly TensorRandom _random;
    private int _next;
    private int _names;

    private RandomGraph(IReadOnlyList<int> choices)
    {
        _choices = choices;
        _random = new TensorRandom(choices.Count == 0 ? 0 : choices[0]);
        Opset = Opsets[Opsets.Length - 1 - Choose(Opsets.Length)];
        Builder = new OnnxModelBuilder(Opset);
        long[] image = [Choose(3) + 1, Choose(4) + 1, Choose(9) + 3, Choose(9) + 3];
        AddInput(image, wild: Choose(8) == 7);
        if (Choose(3) == 2)
            AddInput(Choose(2) == 0 ? image : [image[0], image[1]], wild: false);
    }

    public int Opset { get; }

    public OnnxModelBuilder Builder { get; }

    /// <summary>The model as bytes.</summary>
    public byte[] Model { get; private set; } = [];

    /// <summary>A tensor for each input.</summary>
    public IReadOnlyList<Tensor> Inputs { get; private set; } = [];

    /// <summary>The graph as text, for the message of a failure.</summary>
    public string Text => string.Join(
        '\n',
        Builder.Model.Graph.Node.Select(node =>
                $"  {string.Join(", ", node.Output.Select(Describe))} = {node.OpType}({string.Join(", ", node.Input.Select(Describe))}) " +
                string.Join(' ', node.Attribute.Select(a => $"{a.Name}={a.F} {a.I} {a.S.ToStringUtf8()} [{string.Join(',', a.Ints)}]")))
            .Prepend($"opset {Opset}; outputs {string.Join(", ", Builder.Model.Graph.Output.Select(output => output.Name))}"));

    /// <summary>Grows a graph. An operator that does not fit where it is drawn is left out.</summary>
    public static RandomGraph Grow(IReadOnlyList<int> choices)
    {
        var graph = new RandomGraph(choices);
        while (graph._next < choices.Count)
            GraphMoves.All[graph.Choose(GraphMoves.All.Count)](graph);
        graph.Finish();
        return graph;
    }

    /// <summary>A number from 0 to <paramref name="count"/> - 1; 0 where no choices are left.</summary>
    public int Choose(int count) => _next < _choices.Count ? (int)((uint)_choices[_next++] % (uint)count) : 0;

    public T Choose<T>(params ReadOnlySpan<T> from) => from[Choose(from.Length)];

    /// <summary>One of the values that fit, the latest first; null if none does.</summary>
    public RandomValue? Any(Func<RandomValue, bool> fits)
    {
        RandomValue[] found = [.. _values.Where(fits).Reverse()];
        return found.Length == 0 ? null : found[Choose(found.Length)];
    }

    /// <summary>A value that a node writes.</summary>
    public RandomValue Add(
        string operation, RandomValue[] inputs, long[] shape, bool exact = false, bool tame = true, ElementType? type = null,
        int further = 0, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        string name = $"v{_names++}";
        string[] outputs = [name, .. Enumerable.Range(0, further).Select(_ => $"v{_names++}")];
        Builder.Node(operation, [.. inputs.Select(input => input.Name)], outputs, attributes);
        var value = new RandomValue(
            name, type ?? inputs[0].Type, shape, exact && inputs.All(i => i.IsExact), tame && inputs.All(i => i.IsTame));
        _values.Add(value);
        return value;
    }

    /// <summary>A value that no move draws: its shape depends on data, or is of no interest.</summary>
    public RandomValue AddHidden(
        string operation, RandomValue[] inputs, ElementType type, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        string name = $"v{_names++}";
        Builder.Node(operation, [.. inputs.Select(input => input.Name)], [name], attributes);
        return new RandomValue(name, type, [], inputs.All(i => i.IsExact), true);
    }

    /// <summary>Several values that one node writes.</summary>
    public void AddSeveral(
        string operation, RandomValue input, long[][] shapes, RandomValue[] further,
        params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        string[] names = [.. shapes.Select(_ => $"v{_names++}")];
        Builder.Node(operation, [input.Name, .. further.Select(f => f.Name)], names, attributes);
        _values.AddRange(names.Select((name, i) => input with { Name = name, Shape = shapes[i] }));
    }

    /// <summary>A constant of random floats.</summary>
    public RandomValue Constant(long[] shape, float low = -1, float high = 1) => Constant(_random.Floats(new Shape(shape), low, high));

    /// <summary>A constant.</summary>
    public RandomValue Constant(Tensor tensor)
    {
        string name = $"c{_names++}";
        Builder.Initializer(name, tensor);
        var value = new RandomValue(name, tensor.ElementType, [.. tensor.Shape], true, true);
        _constants.Add(value);
        return value;
    }

    /// <summary>A constant vector of integers.</summary>
    public RandomValue Integers(params long[] values) => Constant(TestTensors.Int64s(values));

    private string Describe(string name) =>
        _values.Concat(_constants).FirstOrDefault(value => value.Name == name) is { } value
            ? $"{name}[{string.Join(',', value.Shape)}]"
            : name;

    private void AddInput(long[] shape, bool wild)
    {
        string name = $"x{_inputs.Count}";
        Builder.Input(name, [.. shape.Select(extent => (Dimension)extent)]);
        var value = new RandomValue(name, ElementType.Float32, shape, true, !wild);
        _inputs.Add(value);
        _values.Add(value);
    }

    // The values that nobody reads, and some that others read too: near misses of fusions.
    private void Finish()
    {
        if (Builder.Model.Graph.Node.Count == 0)
            Add("Relu", [_values[0]], _values[0].Shape, exact: true);
        HashSet<string> read = [.. Builder.Model.Graph.Node.SelectMany(node => node.Input)];
        RandomValue[] written = [.. _values.Except(_inputs)];
        for (int i = 0; i < written.Length; i++)
        {
            if (!read.Contains(written[i].Name) || (i + _choices.Count) % 7 == 3)
                Builder.Output(written[i].Name, written[i].Type);
        }

        Model = Builder.Build();
        Inputs = [.. _inputs.Select(input => Fill(input))];
    }

    private Tensor Fill(RandomValue input)
    {
        Tensor tensor = _random.Floats(new Shape(input.Shape), -2, 2);
        if (!input.IsTame)
        {
            Span<float> values = tensor.Span<float>();
            for (int i = 0; i < values.Length; i += 3)
                values[i] = SpecialFloats.Values[i / 3 % SpecialFloats.Values.Length];
        }

        return tensor;
    }
}
