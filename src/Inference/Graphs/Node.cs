namespace Fovea.Inference.Graphs;

/// <summary>One operation of the graph.</summary>
internal sealed class Node(Operator op, string? name, NodeAttributes attributes, Value?[] inputs, Value[] outputs, long opset)
{
    /// <summary>The operator: shape rule, window rule and lowering.</summary>
    public Operator Operator { get; } = op;

    /// <summary>The ONNX node name, if the model has one.</summary>
    public string? Name { get; } = name;

    /// <summary>The attributes. These, the inputs and what fusion sets change only through <see cref="GraphPatch"/>.</summary>
    public NodeAttributes Attributes { get; set; } = attributes;

    /// <summary>The inputs; an omitted optional input is null.</summary>
    public Value?[] Inputs { get; set; } = inputs;

    public Value[] Outputs { get; } = outputs;

    /// <summary>The version of the operator set that defines the node.</summary>
    public long Opset { get; } = opset;

    /// <summary>The activation that fusion has attached; null if there is none.</summary>
    public Activation? Activation { get; set; }

    /// <summary>The index of the input that is added to the result before the activation, set by fusion; -1 if there is none.</summary>
    public int ResidualInput { get; set; } = -1;

    /// <summary>
    /// The index of the input whose order in memory the result of an element-wise function has; -1 where the operator decides.
    /// </summary>
    public int LayoutInput { get; init; } = -1;

    /// <summary>The node in error messages: its name or, if it has none, that of its first output.</summary>
    public ErrorContext ErrorContext =>
        new() { Node = string.IsNullOrEmpty(Name) ? Outputs.FirstOrDefault()?.Name : Name, Operator = Operator.Name };

    /// <summary>The same as text: <c>node 'conv1' (Conv)</c>.</summary>
    public string Label => ErrorContext.ToString().TrimEnd(':', ' ');

    public Value? Input(int index) => index < Inputs.Length ? Inputs[index] : null;

    /// <summary>An input that must not be omitted.</summary>
    public Value Required(int index) =>
        Input(index) ?? throw Invalid($"input {index} is missing; the operator needs it");

    /// <summary>An axis of a tensor of some rank; negative ones count from the end.</summary>
    /// <exception cref="InvalidModelException">There is no such axis; a scalar has none.</exception>
    public int Axis(long axis, int rank)
    {
        long positive = axis < 0 ? axis + rank : axis;
        if (positive < 0 || positive >= rank)
            throw Invalid($"axis {axis} does not exist in a tensor of rank {rank}");
        return (int)positive;
    }

    /// <summary>Checks that the operator supports the element types of its inputs, as far as they are known.</summary>
    /// <exception cref="UnsupportedModelException">A type is not supported.</exception>
    public void CheckTypes()
    {
        for (int i = 0; i < Inputs.Length; i++)
        {
            if (Inputs[i] is { Type: { } type } input && !Operator.Accepts(i, type))
                throw Unsupported($"input {i} ('{input.Name}') is {type}; supported {Supported(i)}");
        }
    }

    /// <summary>Whether the shapes of all inputs and outputs are known.</summary>
    public bool HasKnownShapes => Inputs.All(i => i is null || i.Shape.IsKnown) && Outputs.All(o => o.Shape.IsKnown);

    public InvalidModelException Invalid(string problem) => new($"{problem}.") { Context = ErrorContext };

    public UnsupportedModelException Unsupported(string problem) => new($"{problem}.") { Context = ErrorContext };

    /// <summary>The error for a node with an output whose shape must be known but is not.</summary>
    public UnsupportedModelException UnknownShape()
    {
        Value value = Outputs.First(o => !o.Shape.IsKnown);
        if (Operator.GivesNoTensor)
            return Unsupported($"'{value.Name}' is a sequence that nothing inside of the graph takes apart; outputs are tensors");
        return Unsupported($"the shape of '{value.Name}' depends on the data ({value.Shape}), which is not supported");
    }

    private string Supported(int input)
    {
        ElementType[] types = [.. Enum.GetValues<ElementType>().Where(type => Operator.Accepts(input, type))];
        return $"{(types.Length == 1 ? "is" : "are")} {string.Join(", ", types)}";
    }
}
