using Fovea.Inference.Graphs;

namespace Fovea.Inference;

/// <summary>
/// A layer of a model, opened to look at single cells of its output (<see cref="InferenceModel.OpenCells"/>): a run of the part of the
/// model in front of it gives the values that its cells are computed of. Thread-safe. All layers share one plan for the same input shapes.
/// </summary>
public sealed class CellProbe
{
    private readonly InferenceModel _model;
    private readonly Graph _graph;
    private readonly Node _node;
    private readonly int _output;
    private readonly ObservedPlan _plan;
    private readonly string[] _reads;

    internal CellProbe(InferenceModel model, Graph graph, Value value, string layer, ObservedPlan plan)
    {
        _model = model;
        _graph = graph;
        _plan = plan;
        Layer = layer;
        _node = value.Producer!;
        _output = Array.IndexOf(_node.Outputs, value);
        Shape = value.KnownShape;
        _reads = [.. Nodes().SelectMany(node => node.Inputs).OfType<Value>()
            .Where(input => input.Constant is null && plan.Has(input.Name)).Select(input => input.Name).Append(layer).Distinct()];
    }

    /// <summary>The layer's name.</summary>
    public string Layer { get; }

    /// <summary>The ONNX operator that computes it.</summary>
    public string Operator => _node.Operator.Name;

    /// <summary>The shape of its output.</summary>
    public Shape Shape { get; }

    /// <summary>The inputs of a run, with their shapes.</summary>
    public IReadOnlyList<PlanValue> Inputs => _plan.Inputs;

    /// <summary>Why <see cref="CellReading.Explain"/> gives null for a cell.</summary>
    public string WhyNot => $"How {Operator} computes a cell is not shown: it has no arithmetic, or reads too many values.";

    /// <summary>The exact part of each input that a cell can depend on.</summary>
    /// <param name="index">The cell: a position along each axis of the layer's output.</param>
    /// <exception cref="InvalidInputException">There is no such cell.</exception>
    public IReadOnlyList<InputRegion> BoxOf(IReadOnlyList<long> index)
    {
        ArgumentNullException.ThrowIfNull(index);
        _model.RequireCell(Shape, Layer, index);
        return _model.BoxOf(_graph, Layer, index);
    }

    /// <summary>Runs the model up to the layer, and keeps what its cells are computed of.</summary>
    /// <param name="inputs">One tensor per input. They are copied where a cell reads them.</param>
    /// <param name="maxThreads">The most threads to use, including the caller's.</param>
    /// <param name="cancellationToken">Ends the run between two steps.</param>
    /// <exception cref="InvalidInputException">A tensor's shape or element type is not the plan's.</exception>
    /// <exception cref="EngineFaultException">A kernel failed; further runs are not affected.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two steps.</exception>
    /// <exception cref="ObjectDisposedException">The model or the engine was disposed.</exception>
    public CellReading Read(
        ReadOnlySpan<Tensor> inputs, int maxThreads = int.MaxValue, CancellationToken cancellationToken = default)
    {
        var values = new Dictionary<string, Tensor>();
        _plan.RunValues(
            inputs, [.. _reads.Select(name => (name, name))], (name, value) => values[name] = value.ToTensor(), maxThreads,
            cancellationToken);
        HashSet<string> read = [.. Nodes().SelectMany(node => node.Inputs).OfType<Value>().Select(input => input.Name)];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (read.Contains(Inputs[i].Name))
                values[Inputs[i].Name] = new Tensor(inputs[i].ElementType, inputs[i].Shape, inputs[i].Bytes.ToArray());
        }

        return new CellReading(this, values);
    }

    internal CellExplanation? Explain(IReadOnlyDictionary<string, Tensor> values, IReadOnlyList<long> index)
    {
        _model.RequireCell(Shape, Layer, index);
        return _model.Explain(() =>
        {
            CellExplanation? explained = Explain(_node, _output, values, index);
            if (explained?.Activation is not { } activation || Operand() is not { } operand
                || Explain(operand, Array.IndexOf(operand.Outputs, _node.Inputs[0]), values, index) is not { Sum: not null } sum)
                return explained;
            return sum with { Activation = activation, Value = explained.Value, Text = $"{sum.Text} Then {activation.Operator}." };
        });
    }

    internal double ValueOf(IReadOnlyDictionary<string, Tensor> values, IReadOnlyList<long> index)
    {
        _model.RequireCell(Shape, Layer, index);
        return new CellOperand(Layer, values[Layer]).At(index);
    }

    private static CellExplanation? Explain(Node node, int output, IReadOnlyDictionary<string, Tensor> values, IReadOnlyList<long> index)
    {
        if (!node.HasKnownShapes)
            return null;
        double value = new CellOperand(node.Outputs[output].Name, values[node.Outputs[output].Name]).At(index);
        return node.Operator.Explain(new CellContext(
            node, output, index, value, read => read.Constant is { } constant
                ? new CellOperand(read.Name, constant)
                : new CellOperand(read.Name, values[read.Name])));
    }

    // The node whose result the layer is a function of, element by element.
    private Node? Operand() => _node.Operator.Function(_node) is not null ? _node.Inputs[0]?.Producer : null;

    private IEnumerable<Node> Nodes() => Operand() is { } operand ? [_node, operand] : [_node];
}

/// <summary>What the cells of a layer are computed of, for the inputs of one run. Thread-safe.</summary>
public sealed class CellReading
{
    private readonly CellProbe _probe;
    private readonly IReadOnlyDictionary<string, Tensor> _values;

    internal CellReading(CellProbe probe, IReadOnlyDictionary<string, Tensor> values) => (_probe, _values) = (probe, values);

    /// <summary>The bytes of the tensors that it holds.</summary>
    public long Bytes => _values.Values.Sum(tensor => (long)tensor.Bytes.Length);

    /// <summary>How a cell is computed; null for an operator without arithmetic to show.</summary>
    /// <param name="index">The cell: a position along each axis of the layer's output.</param>
    /// <exception cref="InvalidInputException">There is no such cell.</exception>
    public CellExplanation? Explain(IReadOnlyList<long> index)
    {
        ArgumentNullException.ThrowIfNull(index);
        return _probe.Explain(_values, index);
    }

    /// <summary>The value of a cell.</summary>
    /// <param name="index">The cell: a position along each axis of the layer's output.</param>
    /// <exception cref="InvalidInputException">There is no such cell.</exception>
    public double ValueOf(IReadOnlyList<long> index)
    {
        ArgumentNullException.ThrowIfNull(index);
        return _probe.ValueOf(_values, index);
    }
}
