namespace Fovea.Inference.Graphs;

/// <summary>A group of nodes that together compute one operator.</summary>
/// <param name="Nodes">In execution order; the last one writes the result, and no other node reads the values in between.</param>
/// <param name="Inputs">The inputs of the node that replaces them.</param>
/// <param name="Attributes">Its attributes.</param>
internal sealed record Composite(IReadOnlyList<Node> Nodes, IReadOnlyList<Value?> Inputs, NodeAttributes Attributes)
{
    /// <summary>
    /// Whether the group is one only where the result has the shape of input 0. True unless set.
    /// </summary>
    public bool KeepsShape { get; init; } = true;
}
