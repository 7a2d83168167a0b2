using Fovea.Inference.Graphs;
using Fovea.Inference.Operators;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Tests.Graphs;

/// <summary>Writes graphs of a few nodes by hand; every value is Float32[2,2].</summary>
internal sealed class SmallGraph
{
    public Graph Graph { get; } = new();

    /// <summary>The value of that name.</summary>
    public Value this[string name]
    {
        get
        {
            Value value = Graph.GetOrAddValue(name);
            (value.Type, value.Shape) = (ElementType.Float32, SymbolicShape.Of(new Shape(2, 2)));
            return value;
        }
    }

    /// <summary>The node that writes the value of that name.</summary>
    public Node Writer(string name) => this[name].Producer!;

    public SmallGraph Input(string name)
    {
        Graph.Inputs.Add(this[name]);
        return this;
    }

    public SmallGraph Constant(string name)
    {
        this[name].Constant = MemoryConstant.From<float>(new Shape(2, 2), [1, 2, 3, 4]);
        return this;
    }

    /// <summary>Appends a node; an input without a name is left out.</summary>
    public SmallGraph Node(string operation, string[] inputs, params string[] outputs)
    {
        Graph.Add(NewNode(operation, inputs, outputs));
        return this;
    }

    /// <summary>A node that is not in the graph.</summary>
    public Node NewNode(string operation, string[] inputs, params string[] outputs) => new(
        OperatorTable.Find(operation)!, null, NodeAttributes.None, [.. inputs.Select(name => name.Length == 0 ? null : this[name])],
        [.. outputs.Select(name => this[name])], 13);

    public SmallGraph Output(string name, string? of = null)
    {
        Graph.Outputs.Add((name, this[of ?? name]));
        return this;
    }

    /// <summary>The graph as text.</summary>
    public override string ToString() => GraphText.Write(Graph).TrimEnd('\n');
}
