using Fovea.Inference.Graphs;

namespace Fovea.Inference.Optimization;

/// <summary>The passes in their order; the order is the optimiser.</summary>
internal static class PassPipeline
{
    /// <summary>Every pass, in the order in which they run, with the reason for its place.</summary>
    public static IReadOnlyList<GraphPass> Passes { get; } =
    [
        new RemoveIdentities(),        // first: nothing else should have to look through Identity and Dropout
        new FoldPadding(),             // before folds into Conv: a Pad in between hides the pair Conv-BatchNormalization on neither side
        new FoldScalesIntoWeights(),   // BatchNormalization and per-channel Mul/Add vanish into Conv, Gemm and each other
        new FuseBias(),                // a product and a row become one node: gives activations something to attach to
        new RecognizeComposites(),     // groups of several element-wise nodes, before single ones are attached to producers
        new FuseResidualAdd(),         // the Add must be taken before the activation behind it
        new FuseActivation(),          // last: whatever still stands behind a node goes into its epilogue
    ];

    /// <param name="graph">Sorted, with known shapes, pruned.</param>
    /// <param name="optimize">Off: only constants are removed.</param>
    /// <param name="after">Told of the graph after each pass; null for nobody.</param>
    /// <exception cref="EngineFaultException">A pass failed in a way that is not the model's fault.</exception>
    public static void Run(Graph graph, bool optimize, Action<GraphPass, Graph>? after = null)
    {
        var patch = new GraphPatch(graph);
        patch.Tidy();
        if (!optimize)
            return;
        foreach (GraphPass pass in Passes)
        {
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
