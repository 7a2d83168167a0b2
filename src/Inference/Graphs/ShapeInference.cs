using Fovea.Inference.Tensors;

namespace Fovea.Inference.Graphs;

/// <summary>
/// Infers the types and shapes of all values, node by node. A node with constant inputs is evaluated at once, so that computed shapes
/// (Shape, Gather, Concat, Reshape) become known. Nodes that stand for others (<see cref="IUnfolding"/>) are replaced by them.
/// </summary>
internal static class ShapeInference
{
    /// <summary>
    /// The most nodes of a graph, far above any network (the largest of the model zoo have some 2,000); bounds the work that a file can
    /// cause.
    /// </summary>
    public const int MaxNodes = 20_000;

    /// <param name="graph">The graph, sorted; nodes may be replaced.</param>
    /// <param name="evaluate">Evaluates a node with constant inputs; returns null to leave it for the run.</param>
    /// <param name="budget">Looked at before each node.</param>
    /// <param name="inference">How each node is treated; as it is if null. It may add nodes, which it has inferred.</param>
    /// <exception cref="InvalidModelException">Shapes or attributes contradict each other.</exception>
    /// <exception cref="EngineFaultException">A rule, or the evaluation of a constant, failed in a way that is not the model's
    /// fault.</exception>
    public static void Run(Graph graph, Func<Node, ConstantData[]?> evaluate, LoadBudget budget, NodeInference? inference = null)
    {
        inference ??= new NodeInference();
        Node[] nodes = [.. graph.Nodes];
        if (!Array.Exists(nodes, node => node.Operator is IUnfolding))
        {
            foreach (Node node in nodes)
                Infer(node, evaluate, budget, inference);
            return;
        }

        var order = new List<Node>(nodes.Length);
        var open = new Stack<Node>(nodes.Reverse());
        while (open.TryPop(out Node? node))
        {
            if (Unfold(graph, node, MaxNodes - order.Count - open.Count, budget) is not { } replacements)
            {
                order.Add(node);
                Infer(node, evaluate, budget, inference);
                continue;
            }

            Graph.Exchange(node, replacements);
            for (int i = replacements.Count - 1; i >= 0; i--)
                open.Push(replacements[i]);
        }

        HashSet<Node> before = [.. nodes];
        graph.SetOrder([.. order, .. graph.Nodes.Where(node => !before.Contains(node))]);
    }

    private static IReadOnlyList<Node>? Unfold(Graph graph, Node node, int room, LoadBudget budget)
    {
        if (node.Operator is not IUnfolding unfolding || node.Outputs.All(o => o.Constant is not null))
            return null;
        try
        {
            node.CheckTypes();
            var context = new Unfolding(graph, node, room);
            if (!unfolding.Unfold(context))
                return null;
            HashSet<Value> written = [.. context.Nodes.SelectMany(added => added.Outputs)];
            if (Array.Find(node.Outputs, o => o.Constant is null && !written.Contains(o) && graph.IsUsed(o)) is { } missing)
                throw node.Unsupported($"its output '{missing.Name}' is used, which is not supported");
            budget.Count(2L * context.Nodes.Count);
            return context.Nodes;
        }
        catch (Exception error)
        {
            if (node.ErrorContext.Locate(error, "unfolding") is { } fault)
                throw fault;
            throw;
        }
    }

    /// <summary>Infers one node, which stands for itself.</summary>
    public static void Infer(Node node, Func<Node, ConstantData[]?> evaluate, LoadBudget budget) =>
        Infer(node, evaluate, budget, new NodeInference());

    private static void Infer(Node node, Func<Node, ConstantData[]?> evaluate, LoadBudget budget, NodeInference inference)
    {
        budget.ThrowIfOver();
        if (node.Outputs.Length > 0 && node.Outputs.All(o => o.Constant is not null))
            return;
        try
        {
            inference.Infer(node);
            if (node.Inputs.All(i => i is null || i.Constant is not null)
                && (node.Operator.ShapesDependOnData || node.Outputs.All(o => o.Shape.IsKnown)))
                Fold(node, evaluate);
            inference.Finish(node);
        }
        catch (Exception error)
        {
            if (node.ErrorContext.Locate(error, "inferring shapes") is { } fault)
                throw fault;
            throw;
        }
    }

    private static void Fold(Node node, Func<Node, ConstantData[]?> evaluate)
    {
        if (node.Outputs.All(o => o.Constant is not null))
            return;
        ConstantData[]? results;
        try
        {
            results = evaluate(node);
        }
        catch (InvalidInputException error) when (error is not ActivationLimitException)
        {
            // The inputs of this run are the model's own constants.
            throw new InvalidModelException(error.Problem, error) { Context = error.Context };
        }

        if (results is null)
            return;
        for (int i = 0; i < results.Length; i++)
        {
            node.Outputs[i].Constant = results[i];
            node.Outputs[i].Type = results[i].ElementType;
            node.Outputs[i].Shape = SymbolicShape.Of(results[i].Shape);
        }
    }
}
