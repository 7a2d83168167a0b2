using Fovea.Inference.Tensors;

namespace Fovea.Inference.Graphs;

/// <summary>
/// The edits that passes make to a graph. Each edit keeps producers, consumers, outputs and the names of fused values consistent; nothing
/// else changes a node once it is in a graph. The nodes are in topological order again after <see cref="Tidy"/>.
/// </summary>
internal sealed class GraphPatch(Graph graph)
{
    /// <summary>The graph in its current state.</summary>
    public Graph Graph => graph;

    /// <summary>Adds a constant; a name that is taken gets a numeric suffix.</summary>
    public Value AddConstant(string preferredName, ConstantData constant)
    {
        Value value = graph.AddValue(preferredName);
        value.SetConstant(constant);
        return value;
    }

    /// <summary>Replaces or appends one input of a node.</summary>
    public static void SetInput(Node node, int index, Value? value)
    {
        if (index >= node.Inputs.Length)
        {
            Value?[] longer = new Value?[index + 1];
            node.Inputs.CopyTo(longer, 0);
            node.Inputs = longer;
        }

        node.Inputs[index]?.Consumers.Remove(node);
        node.Inputs[index] = value;
        value?.Consumers.Add(node);
    }

    /// <summary>Replaces the attributes of a node.</summary>
    public static void SetAttributes(Node node, NodeAttributes attributes) => node.Attributes = attributes;

    /// <summary>Sets the activation that the node applies to its result.</summary>
    public static void SetActivation(Node node, Activation activation) => node.Activation = activation;

    /// <summary>Sets the value that the node adds to its result before the activation; it becomes the input of that index.</summary>
    public static void SetResidual(Node node, int index, Value residual)
    {
        SetInput(node, index, residual);
        node.ResidualInput = index;
    }

    /// <summary>
    /// Fuses <paramref name="reader"/> into <paramref name="node"/> and removes it: the node now writes the reader's first output instead
    /// of its own, which has no other consumer.
    /// </summary>
    public void Absorb(Node node, Node reader)
    {
        Value own = node.Outputs[0];
        Value result = reader.Outputs[0];
        graph.Remove(reader);
        graph.Fused[own.Name] = result.Name;
        own.Producer = null;
        node.Outputs[0] = result;
        result.Producer = node;
    }

    /// <summary>
    /// Takes from a node what fusion has attached last, the activation or else the residual sum: it writes another value, and its former
    /// output has no producer until a node is added that writes it.
    /// </summary>
    public static void Divide(Node node, Value own)
    {
        node.Outputs[0].Producer = null;
        node.Outputs[0] = own;
        own.Producer = node;
        if (node.Activation is not null)
        {
            node.Activation = null;
            return;
        }

        SetInput(node, node.ResidualInput, null);
        node.ResidualInput = -1;
    }

    /// <summary>
    /// Fuses <paramref name="node"/> into its consumer <paramref name="reader"/> and removes it: the reader now reads the node's input 0.
    /// </summary>
    public void AbsorbProducer(Node reader, Node node)
    {
        Value between = node.Outputs[0];
        Replace(reader, between, node.Required(0));
        graph.Fused[between.Name] = reader.Outputs[0].Name;
        graph.Remove(node);
    }

    /// <summary>Removes a node whose first output equals its input 0; its consumers read the input instead.</summary>
    public void Bypass(Node node)
    {
        Value from = node.Outputs[0];
        Value to = node.Required(0);
        foreach (Node reader in from.Consumers.ToArray())
            Replace(reader, from, to);
        for (int i = 0; i < graph.Outputs.Count; i++)
        {
            if (graph.Outputs[i].Value == from)
                graph.Outputs[i] = (graph.Outputs[i].Name, to);
        }

        graph.Fused[from.Name] = to.Name;
        graph.Remove(node);
    }

    /// <summary>
    /// Replaces several nodes by one, which writes the first output of the last of them; the values in between are recorded as fused.
    /// </summary>
    public void Replace(IReadOnlyList<Node> nodes, Node replacement)
    {
        Node last = nodes[^1];
        graph.InsertBefore(last, replacement);
        foreach (Node node in nodes)
        {
            if (node != last)
                graph.Fused[node.Outputs[0].Name] = last.Outputs[0].Name;
            graph.Remove(node);
        }
    }

    /// <summary>Removes nodes with constant results, sorts the nodes topologically, and removes unused nodes.</summary>
    public void Tidy()
    {
        graph.Remove([.. graph.Nodes.Where(node => Array.TrueForAll(node.Outputs, o => o.Constant is not null))]);
        graph.Sort();
        graph.RemoveDead();
    }

    private static void Replace(Node reader, Value old, Value replacement)
    {
        for (int i = 0; i < reader.Inputs.Length; i++)
        {
            if (reader.Inputs[i] == old)
                SetInput(reader, i, replacement);
        }
    }
}
