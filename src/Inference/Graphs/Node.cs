namespace Fovea.Inference.Graphs;

/// <summary>One operation of the graph.</summary>
internal sealed class Node(Operator op, string? name, NodeAttributes attributes, Value?[] inputs, Value[] outputs, long opset)
{
    /// <summary>What the operation is: shape rule, window rule and lowering.</summary>
    public Operator Operator { get; } = op;

    /// <summary>The ONNX node name, where the model gives one.</summary>
    public string? Name { get; } = name;

    /// <summary>The attributes. This and what follows changes through <see cref="GraphPatch"/> only.</summary>
    public NodeAttributes Attributes { get; set; } = attributes;

    /// <summary>The operands; null where an optional input is left out.</summary>
    public Value?[] Inputs { get; set; } = inputs;

    public Value[] Outputs { get; } = outputs;

    /// <summary>The version of the operator set that gives the node its meaning.</summary>
    public long Opset { get; } = opset;

    /// <summary>Applied to the result, put here by fusion; null for none.</summary>
    public Activation? Activation { get; set; }

    /// <summary>The input that is added to the result before the activation, put there by fusion; -1 for none.</summary>
    public int ResidualInput { get; set; } = -1;

    /// <summary>Who this is, for errors: without a name, the first output stands for it.</summary>
    public ErrorContext ErrorContext => new() { Node = string.IsNullOrEmpty(Name) ? Outputs.FirstOrDefault()?.Name : Name, Operator = Operator.Name };

    /// <summary>The same as words: <c>node 'conv1' (Conv)</c>.</summary>
    public string Label => ErrorContext.ToString().TrimEnd(':', ' ');

    public Value? Input(int index) => index < Inputs.Length ? Inputs[index] : null;

    /// <summary>An input that must be there.</summary>
    public Value Required(int index) =>
        Input(index) ?? throw Invalid($"input {index} is missing; the operator needs it");

    /// <summary>Checks that the kernels of the operator read elements of the operands' types, as far as these are known.</summary>
    /// <exception cref="UnsupportedModelException">They do not.</exception>
    public void CheckTypes()
    {
        for (int i = 0; i < Inputs.Length; i++)
        {
            if (Inputs[i] is { Type: { } type } input && !Operator.Accepts(i, type))
                throw Unsupported($"input {i} ('{input.Name}') is {type}; supported {Supported(i)}");
        }
    }

    /// <summary>Whether the shapes of operands and results are known.</summary>
    public bool HasKnownShapes => Inputs.All(i => i is null || i.Shape.IsKnown) && Outputs.All(o => o.Shape.IsKnown);

    public InvalidModelException Invalid(string problem) => new($"{problem}.") { Context = ErrorContext };

    public UnsupportedModelException Unsupported(string problem) => new($"{problem}.") { Context = ErrorContext };

    /// <summary>The error for a node of which the shape of a result is not known where it has to be.</summary>
    public UnsupportedModelException UnknownShape()
    {
        Value value = Outputs.First(o => !o.Shape.IsKnown);
        return Unsupported($"the shape of '{value.Name}' depends on the data ({value.Shape}), which is not supported");
    }

    private string Supported(int input)
    {
        ElementType[] types = [.. Enum.GetValues<ElementType>().Where(type => Operator.Accepts(input, type))];
        return $"{(types.Length == 1 ? "is" : "are")} {string.Join(", ", types)}";
    }
}
