namespace Fovea.Inference.Graphs;

/// <summary>Nodes that together compute one operator.</summary>
/// <param name="Nodes">Operands first; the last one writes the result, and nothing outside reads what lies between.</param>
/// <param name="Inputs">The inputs of the node that takes their place.</param>
/// <param name="Attributes">Its attributes.</param>
internal sealed record Composite(IReadOnlyList<Node> Nodes, IReadOnlyList<Value?> Inputs, NodeAttributes Attributes);
