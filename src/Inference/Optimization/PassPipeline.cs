using Fovea.Inference.Graphs;

namespace Fovea.Inference.Optimization;

/// <summary>The optimiser: an ordered list of passes.</summary>
internal static class PassPipeline
{
    /// <summary>All passes in execution order, with the reason for the position of each.</summary>
    public static IReadOnlyList<GraphPass> Passes { get; } =
    [
        new RemoveIdentities(),        // first, so that no other pass has to skip Identity and Dropout
        new FuseQuantized(),           // before passes that fold or fuse the real numbers between integers
        new FoldPadding(),             // before FoldScalesIntoWeights, so that no Pad separates a Conv from its BatchNormalization
        new FoldScalesIntoWeights(),   // BatchNormalization and per-channel Mul/Add fold into Conv, Gemm and each other
        new FuseBias(),                // a product and its bias become one node, which can then take an activation
        new RecognizeComposites(),     // before single nodes of such a group are fused into their producers
        new FuseResidualAdd(),         // before FuseActivation, because the Add precedes the activation
        new FuseActivation(),          // last: remaining activations go into the epilogue of their producer
    ];

    /// <param name="graph">The graph: sorted, pruned, with known shapes.</param>
    /// <param name="optimize">If false, only nodes with constant results are removed.</param>
    /// <param name="budget">Looked at before each pass.</param>
    /// <param name="after">Called with the graph after each pass; may be null.</param>
    /// <exception cref="EngineFaultException">A pass failed in a way that is not the model's fault.</exception>
    public static void Run(Graph graph, bool optimize, LoadBudget budget, Action<GraphPass, Graph>? after = null)
    {
        var patch = new GraphPatch(graph);
        patch.Tidy();
        if (!optimize)
            return;
        foreach (GraphPass pass in Passes)
        {
            budget.ThrowIfOver();
            try
            {
                pass.Run(patch);
                patch.Tidy();
            }
            catch (Exception error)
            {
                if (ErrorContext.None.Locate(error, $"the pass {pass.GetType().Name}") is { } fault)
                    throw fault;
                throw;
            }

            after?.Invoke(pass, graph);
        }
    }
}
