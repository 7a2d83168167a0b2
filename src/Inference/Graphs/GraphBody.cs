namespace Fovea.Inference.Graphs;

/// <summary>
/// A graph that is an attribute of a node: a branch of a condition, the body of a loop. What it reads of the graphs around it are further
/// inputs of the node, so that sorting, removing and cutting keep them.
/// </summary>
/// <param name="graph">The graph, sorted; not changed. Its inputs are the formal ones and then those for the captured values.</param>
/// <param name="formals">How many inputs the body declares itself.</param>
/// <param name="given">How many inputs the node has besides those that its bodies capture.</param>
/// <param name="captured">For each further input of the graph: the index of the node's input that it is.</param>
internal sealed class GraphBody(Graph graph, int formals, int given, IReadOnlyList<int> captured)
{
    /// <summary>The graph.</summary>
    public Graph Graph => graph;

    /// <summary>The number of formal inputs; they are the first of the graph.</summary>
    public int Formals => formals;

    /// <summary>The number of the node's inputs besides those that are captured; they are the first.</summary>
    public int Given => given;

    /// <summary>The inputs of the node that the graph's other inputs are.</summary>
    public IReadOnlyList<int> Captured => captured;

    /// <summary>The nodes, those of bodies inside included.</summary>
    public int NodeCount { get; } = graph.Nodes.Count + graph.Nodes.SelectMany(Of).Sum(body => body.NodeCount);

    /// <summary>The bodies of a node.</summary>
    public static IEnumerable<GraphBody> Of(Node node) => node.Attributes.Values.Values.OfType<GraphBody>();

    /// <summary>The same body with the node's constants in the place of what it captures: they are packed once.</summary>
    public GraphBody Bind(Node node)
    {
        if (!captured.Any(input => node.Inputs[input]?.Constant is not null))
            return this;
        Graph bound = graph.Clone();
        Value[] inputs = [.. bound.Inputs];
        List<int> left = [];
        for (int i = 0; i < captured.Count; i++)
        {
            if (node.Inputs[captured[i]]?.Constant is { } constant)
            {
                inputs[formals + i].SetConstant(constant);
                bound.Inputs.Remove(inputs[formals + i]);
            }
            else
            {
                left.Add(captured[i]);
            }
        }

        return new GraphBody(bound, formals, given, left);
    }

    /// <summary>
    /// What the outputs are if the formal inputs are these: types, shapes as far as they follow, and constants where only names or views
    /// are in between. The values belong to a copy of the graph.
    /// </summary>
    /// <param name="node">The node whose body it is.</param>
    /// <param name="formalInputs">Values with the type, shape and constant of each formal input; a type that is null is taken as declared.
    /// </param>
    public Value[] InferOutputs(Node node, IReadOnlyList<Value> formalInputs)
    {
        Graph copy = graph.Clone();
        for (int i = 0; i < copy.Inputs.Count; i++)
        {
            Value input = copy.Inputs[i];
            Value? given = i < formals ? formalInputs[i] : node.Inputs[captured[i - formals]];
            if (given is null)
                continue;
            (input.Type, input.Shape) = (given.Type ?? input.Type, given.Shape);
            (input.Constant, input.Contents) = (given.Constant, given.Contents);
        }

        using var budget = new LoadBudget(LoadLimits.None);
        ShapeInference.Run(
            copy, static node => node.Operator.KeepsElements && node.Operator.Fold(node) is { } view ? [view] : null, budget);
        return [.. copy.Outputs.Select(output => output.Value)];
    }

    /// <summary>The tensors for the inputs of the graph.</summary>
    /// <param name="formalInputs">Those of the formal inputs.</param>
    /// <param name="inputs">Those of the node's inputs.</param>
    public Tensor[] Operands(IReadOnlyList<Tensor> formalInputs, IReadOnlyList<Tensor?> inputs) =>
        [.. formalInputs, .. captured.Select(input => inputs[input]!)];

    /// <summary>The graph in one line, for texts of graphs.</summary>
    public override string ToString() => $"{{{graph.Nodes.Count} nodes}}";
}
