using Fovea.Inference.Tensors;

namespace Fovea.Inference.Graphs;

/// <summary>
/// Infers the types and shapes of all values, node by node. A node with constant inputs is evaluated at once, so that computed shapes
/// (Shape, Gather, Concat, Reshape) become known.
/// </summary>
internal static class ShapeInference
{
    /// <param name="graph">The graph, sorted.</param>
    /// <param name="evaluate">Evaluates a node with constant inputs; returns null to leave it for the run.</param>
    /// <param name="budget">Looked at before each node.</param>
    /// <exception cref="InvalidModelException">Shapes or attributes contradict each other.</exception>
    /// <exception cref="EngineFaultException">A rule, or the evaluation of a constant, failed in a way that is not the model's
    /// fault.</exception>
    public static void Run(Graph graph, Func<Node, ConstantData[]?> evaluate, LoadBudget budget)
    {
        foreach (Node node in graph.Nodes)
        {
            budget.ThrowIfOver();
            if (node.Outputs.All(o => o.Constant is not null))
                continue;
            try
            {
                node.CheckTypes();
                node.Operator.Infer(new ShapeContext(node));
                if (node.Inputs.All(i => i is null || i.Constant is not null) && node.Outputs.All(o => o.Shape.IsKnown))
                    Fold(node, evaluate);
            }
            catch (Exception error)
            {
                if (node.ErrorContext.Locate(error, "inferring shapes") is { } fault)
                    throw fault;
                throw;
            }
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
