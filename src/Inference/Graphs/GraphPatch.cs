using Fovea.Inference.Tensors;

namespace Fovea.Inference.Graphs;

/// <summary>
/// The edits that passes make to a graph. Each leaves producers, consumers, outputs and the names of what was merged in agreement with the
/// nodes; nothing else changes a node once it is in a graph. Nodes keep an order with operands first only after <see cref="Tidy"/>.
/// </summary>
internal sealed class GraphPatch(Graph graph)
{
    /// <summary>The graph as it is now.</summary>
    public Graph Graph => graph;

    /// <summary>A new constant, of that name where it does not occur yet, else of one like it.</summary>
    public Value AddConstant(string preferredName, ConstantData constant)
    {
        string name = preferredName;
        for (int i = 1; graph.Values.ContainsKey(name); i++)
            name = $"{preferredName}_{i}";
        Value value = graph.GetOrAddValue(name);
        value.Constant = constant;
        value.Type = constant.ElementType;
        value.Shape = SymbolicShape.Of(constant.Shape);
        return value;
    }

    /// <summary>Changes, or appends, one operand.</summary>
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

    /// <summary>Gives the node other attributes.</summary>
    public static void SetAttributes(Node node, NodeAttributes attributes) => node.Attributes = attributes;

    /// <summary>Has the node apply a function to its result.</summary>
    public static void SetActivation(Node node, Activation activation) => node.Activation = activation;

    /// <summary>Has the node add a value to its result, before the activation; the value becomes the input of that index.</summary>
    public static void SetResidual(Node node, int index, Value residual)
    {
        SetInput(node, index, residual);
        node.ResidualInput = index;
    }

    /// <summary>
    /// Removes <paramref name="reader"/>, whose work <paramref name="node"/> has taken over: the node writes the reader's first output in
    /// place of its own, which nobody else reads.
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
    /// Removes a node in front of <paramref name="reader"/>, whose work the reader has taken over: the reader takes the node's input 0.
    /// </summary>
    public void AbsorbProducer(Node reader, Node node)
    {
        Value between = node.Outputs[0];
        Replace(reader, between, node.Required(0));
        graph.Fused[between.Name] = reader.Outputs[0].Name;
        graph.Remove(node);
    }

    /// <summary>Removes a node whose first output is its input 0: whoever read the one reads the other.</summary>
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
    /// Puts one node in the place of several: it writes the first output of the last of them; the values in between are merged away.
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

    /// <summary>Removes nodes whose results are known, puts operands first again, and removes nodes that nobody reads.</summary>
    public void Tidy()
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (Array.TrueForAll(node.Outputs, o => o.Constant is not null))
                graph.Remove(node);
        }

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
