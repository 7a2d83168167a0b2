using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>
/// Has a loaded graph computed in Float32 where it is written in Float16 or BFloat16, and the nodes of a Float64 graph whose operator does
/// not take Float64, with everything that follows from them. Values are converted at the borders only: inputs of those types once, outputs
/// back, and what the model itself casts. A value in between keeps its name, and is Float32.
/// </summary>
/// <param name="graph">The graph, sorted; nodes are added to it.</param>
/// <param name="budget">Added nodes are taken from it first.</param>
internal sealed class FloatWidening(Graph graph, LoadBudget budget) : NodeInference
{
    // The type that the model gives to values that are held as Float32.
    private readonly Dictionary<Value, ElementType> _written = [];

    // Values of another type as Float32, and back.
    private readonly Dictionary<Value, Value> _wide = [];
    private readonly Dictionary<Value, Value> _narrow = [];
    private readonly SortedSet<ElementType> _types = [];

    /// <summary>The values that the model does not have: those of it in another type.</summary>
    public HashSet<Value> Conversions { get; } = [];

    /// <summary>The types of the model that are computed as Float32.</summary>
    public IReadOnlyCollection<ElementType> Types => _types;

    /// <summary>Infers types and shapes of the graph, and inserts the conversions.</summary>
    /// <param name="evaluate">Evaluates a node with constant inputs; returns null to leave it for the run.</param>
    /// <inheritdoc cref="ShapeInference.Run" path="/exception"/>
    public void Run(Func<Node, ConstantData[]?> evaluate)
    {
        foreach (Value value in graph.Values.Values)
        {
            if (value.Constant is not null)
                HoldConstant(value);
        }

        ShapeInference.Run(graph, evaluate, budget, this);
        for (int i = 0; i < graph.Outputs.Count; i++)
        {
            (string name, Value value) = graph.Outputs[i];
            if (_written.ContainsKey(value))
                graph.Outputs[i] = (name, AsWritten(value));
        }

        if (_types.Count > 0)
            graph.Sort();
    }

    public override void Infer(Node node)
    {
        if (node.Inputs.Any(i => i is not null && IsOther(TypeOf(i))))
            Widen(node);
        base.Infer(node);
    }

    // What a node makes of an attribute: a Cast, or a constant.
    public override void Finish(Node node)
    {
        for (int i = 0; i < node.Outputs.Length; i++)
        {
            Value output = node.Outputs[i];
            if (output.Type is not (ElementType.Float16 or ElementType.BFloat16))
                continue;
            if (output.Constant is not null)
            {
                HoldConstant(output);
                continue;
            }

            // The node writes a new value, and its conversion has the name that others read.
            ElementType type = output.Type.Value;
            Value result = NewValue(output, type);
            node.Outputs[i] = result;
            result.Producer = node;
            output.Type = ElementType.Float32;
            Add(result, output);
            Hold(output, type);
            _wide[result] = output;
            _narrow[output] = result;
        }
    }

    private void Widen(Node node)
    {
        if (node.Operator.ReadsTypes)
        {
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                if (node.Inputs[i] is { } input && _written.ContainsKey(input))
                    GraphPatch.SetInput(node, i, AsWritten(input));
            }

            return;
        }

        if (StaysDouble(node))
            return;
        ElementType?[] written = WrittenOutputs(node);
        for (int i = 0; i < node.Inputs.Length; i++)
        {
            if (node.Inputs[i] is { } input && IsOther(input.Type))
                GraphPatch.SetInput(node, i, AsFloat32(input));
        }

        base.Infer(node);
        for (int i = 0; i < node.Outputs.Length; i++)
        {
            if (node.Outputs[i].Type == ElementType.Float32 && written[i] is { } type && IsOther(type))
                Hold(node.Outputs[i], type);
        }
    }

    private bool StaysDouble(Node node)
    {
        for (int i = 0; i < node.Inputs.Length; i++)
        {
            if (node.Inputs[i] is { } input && IsOther(TypeOf(input))
                && (input.Type != ElementType.Float64 || !node.Operator.Accepts(i, ElementType.Float64)))
                return false;
        }

        return true;
    }

    // The types that the outputs have in the model: those that follow from the inputs' types there. Types that contradict each other are
    // found here, and those that the operator does not take as Float32 either.
    private ElementType?[] WrittenOutputs(Node node)
    {
        Value[] inputs = [.. node.Inputs.OfType<Value>().Distinct()];
        ElementType?[] held = [.. inputs.Select(input => input.Type)];
        foreach (Value input in inputs)
            input.Type = TypeOf(input);
        try
        {
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                if (node.Inputs[i] is { } input && IsOther(input.Type) && !node.Operator.Accepts(i, ElementType.Float32))
                    node.CheckTypes();
            }

            node.Operator.Infer(new ShapeContext(node));
            return [.. node.Outputs.Select(output => output.Type)];
        }
        finally
        {
            for (int i = 0; i < inputs.Length; i++)
                inputs[i].Type = held[i];
        }
    }

    private static bool IsOther(ElementType? type) => type is ElementType.Float16 or ElementType.BFloat16 or ElementType.Float64;

    private ElementType? TypeOf(Value value) => _written.TryGetValue(value, out ElementType type) ? type : value.Type;

    private void Hold(Value value, ElementType type)
    {
        _written[value] = type;
        _types.Add(type);
    }

    private void HoldConstant(Value value)
    {
        if (value.Constant is not { ElementType: ElementType.Float16 or ElementType.BFloat16 } constant)
            return;
        Hold(value, constant.ElementType);
        value.Constant = ConvertedConstant.Of(constant, ElementType.Float32);
        value.Type = ElementType.Float32;
    }

    private Value AsFloat32(Value value)
    {
        if (_wide.TryGetValue(value, out Value? wide))
            return wide;
        wide = Converted(value, ElementType.Float32);
        Hold(wide, value.Type!.Value);
        _narrow[wide] = value;
        return _wide[value] = wide;
    }

    private Value AsWritten(Value value)
    {
        if (!_narrow.TryGetValue(value, out Value? narrow))
            _narrow[value] = narrow = Converted(value, _written[value]);
        return narrow;
    }

    private Value Converted(Value value, ElementType type)
    {
        Value converted = NewValue(value, type);
        if (value.Constant is { } constant)
            converted.Constant = ConvertedConstant.Of(constant, type);
        else
            Add(value, converted);
        return converted;
    }

    private Value NewValue(Value like, ElementType type)
    {
        Value value = graph.AddValue($"{like.Name}_{type}");
        value.Type = type;
        value.Shape = like.Shape;
        Conversions.Add(value);
        return value;
    }

    private void Add(Value from, Value to)
    {
        budget.Count(2);
        graph.Add(Cast.Of(from, to, to.Type!.Value));
    }
}
